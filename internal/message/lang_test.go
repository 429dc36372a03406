package message_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
)

// Every kind of environment that a command meets, as NAME=VALUE words.
func TestDetect(t *testing.T) {
	for env, want := range map[string]message.Lang{
		// Nothing was asked for: containers, CI, cron, systemd.
		"":                                message.English,
		"LANG=":                           message.English,
		"LANG=C":                          message.English,
		"LANG=C.UTF-8":                    message.English,
		"LANG=C.utf8":                     message.English,
		"LANG=POSIX":                      message.English,
		"LC_ALL=C LANG=es_ES.UTF-8":       message.English,
		"LC_ALL=C.UTF-8 LANG=es_ES.UTF-8": message.English,
		"LC_ALL= LC_MESSAGES= LANG=es_ES": message.Spanish,
		"LANG=en_US.UTF-8":                message.English,
		"LANG=en":                         message.English,
		"LANG=de_DE.UTF-8":                message.English,
		"LANG=eu_ES.UTF-8":                message.English,
		"LANG=est":                        message.English,
		"LANG=nonsense":                   message.English,
		"LANG=es":                         message.Spanish,
		"LANG=es_AR.UTF-8":                message.Spanish,
		"LANG=es_ES@euro":                 message.Spanish,
		"LANG=es_ES.ISO-8859-15@euro":     message.Spanish,
		"LANG=es-419":                     message.Spanish,
		"LANG=ES_mx":                      message.Spanish,
		"LANG=spanish":                    message.Spanish,
		"LANG=Spanish_Spain.1252":         message.Spanish,
		"LANG=English_United":             message.English,
		"LC_CTYPE=es_ES.UTF-8 LANG=C":     message.English,
		"LC_MESSAGES=es_ES LANG=en_US":    message.Spanish,
		"LC_MESSAGES=C LANG=es_ES":        message.English,
		"LC_ALL=en_GB LANG=es_ES":         message.English,
		"LC_ALL=en_GB LC_MESSAGES=es_ES":  message.English,
		"LC_ALL=es_CL LC_MESSAGES=C":      message.Spanish,
		"LANG=en_US LANGUAGE=es":          message.Spanish,
		"LANG=es_ES LANGUAGE=en":          message.English,
		"LANG=es_ES LANGUAGE=en:es":       message.English,
		"LANG=en_US LANGUAGE=de:es_MX:en": message.Spanish,
		"LANG=es_ES LANGUAGE=de:fr":       message.English,
		"LANG=es_ES LANGUAGE=":            message.Spanish,
		"LANG=C LANGUAGE=es":              message.English,
		"LANG=C.UTF-8 LANGUAGE=es":        message.English,
		"LANGUAGE=es":                     message.English,
		"LANG=en_US QYVOL_LANG=es":        message.Spanish,
		"LANG=es_ES QYVOL_LANG=en":        message.English,
		"LC_ALL=C QYVOL_LANG=es":          message.Spanish,
		"LC_ALL=en LANGUAGE=en QYVOL_LANG=es_ES.UTF-8": message.Spanish,
		"LANG=en_US QYVOL_LANG=tlh":                    message.English,
		"LANG=es_ES QYVOL_LANG=tlh":                    message.Spanish,
		"LANG=es_ES QYVOL_LANG=":                       message.Spanish,
	} {
		set := map[string]string{}
		for _, word := range strings.Fields(env) {
			name, value, _ := strings.Cut(word, "=")
			set[name] = value
		}
		if got := message.Detect(func(name string) string { return set[name] }); got != want {
			t.Errorf("%q: got %s, want %s", env, got, want)
		}
	}
}
