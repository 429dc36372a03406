package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// localeVariable is a variable that says which language to speak. Windows sets
// none: LANG stands for the language of the user's desktop, unless it is set.
func localeVariable(name string) string {
	value := os.Getenv(name)
	if value != "" || name != "LANG" {
		return value
	}
	languages, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME) // such as es-ES
	if err != nil || len(languages) == 0 {
		return ""
	}
	return languages[0]
}
