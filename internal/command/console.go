package command

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// console writes a log for people. Most commands log nothing, and don't wait
// for it to be made.
type console struct {
	out   io.Writer
	color bool
	once  sync.Once
	to    zerolog.ConsoleWriter
}

// Write writes an event, which is JSON.
func (c *console) Write(event []byte) (int, error) {
	c.once.Do(func() {
		c.to = zerolog.ConsoleWriter{Out: c.out, NoColor: true, TimeFormat: clock}
		if c.color {
			c.paint()
		}
	})
	return c.to.Write(event)
}

const clock = "15:04:05.000"

// paint colours what is written. The library would, but never under NO_COLOR, over
// which --color is.
func (c *console) paint() {
	c.to.FormatTimestamp = func(v any) string {
		at := text(v)
		if t, err := time.Parse(timeFormat, at); err == nil {
			at = t.Local().Format(clock)
		}
		return gray + at + reset
	}
	c.to.FormatLevel = func(v any) string {
		level, _ := zerolog.ParseLevel(text(v))
		return levelColor(level) + zerolog.FormattedLevels[level] + reset
	}
	c.to.FormatMessage = func(v any) string { return bold + text(v) + reset }
	c.to.FormatFieldName = func(v any) string { return cyan + text(v) + "=" + reset }
	c.to.FormatErrFieldName = c.to.FormatFieldName
	c.to.FormatErrFieldValue = func(v any) string { return red + text(v) + reset }
}

func text(v any) string { return fmt.Sprint(v) }

func levelColor(level zerolog.Level) string {
	switch {
	case level >= zerolog.ErrorLevel:
		return red
	case level == zerolog.WarnLevel:
		return yellow
	default:
		return cyan
	}
}
