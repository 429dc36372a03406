package command

import (
	"context"
	"fmt"
	"time"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/data"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader"
)

func cacheCommand(ui *ui) *Command {
	return &Command{
		Name: "cache", Usage: &message.CmdCache,
		Commands: []*Command{
			{
				Name: "info", Usage: &message.CmdCacheInfo,
				Flags: []*Flag{formatFlag},
				Run:   func(_ context.Context, l *Line) error { return cacheInfo(l, ui) },
			},
			{
				Name: "clear", Usage: &message.CmdCacheClear,
				Run: func(_ context.Context, l *Line) error { return cacheClear(l, ui) },
			},
		},
	}
}

func cacheInfo(l *Line, ui *ui) error {
	format, err := l.Choice(formatFlag)
	if err != nil {
		return err
	}
	if err := AtMost(l, 0); err != nil {
		return err
	}
	info, err := loader.OpenCache(loader.CacheOptions{}).Info()
	if err != nil {
		return err
	}
	if format == "text" {
		_, err = fmt.Fprintln(ui.out, cacheText(info).In(ui.lang))
		return err
	}
	return printData(ui, format, cacheDataOf(info))
}

// cacheData is the cache as data: what --format json and yaml print. Sizes are
// in bytes.
type cacheData struct {
	Dir     string      `json:"dir,omitempty"`
	Enabled bool        `json:"enabled"`
	Bytes   int64       `json:"bytes"`
	Limit   int64       `json:"limit"`
	Entries []cacheUnit `json:"entries"`
}

type cacheUnit struct {
	Source  string    `json:"source"`
	Format  string    `json:"format"`
	Bytes   int64     `json:"bytes"`
	Created time.Time `json:"created"`
	Used    time.Time `json:"used"`
}

func cacheDataOf(info loader.CacheInfo) cacheData {
	out := cacheData{Dir: info.Dir, Enabled: info.Enabled, Bytes: info.Bytes, Limit: info.Limit, Entries: []cacheUnit{}}
	for _, e := range info.List {
		out.Entries = append(out.Entries, cacheUnit{e.Source, e.Format.String(), e.Bytes, e.Created, e.Used})
	}
	return out
}

func cacheText(info loader.CacheInfo) message.Text {
	if !info.Enabled {
		return message.CacheOff.With()
	}
	return message.CacheLine.With(info.Dir, info.Entries,
		units.BytesSize(float64(info.Bytes)), units.BytesSize(float64(info.Limit)))
}

// printData writes a value to stdout, in one of the formats of package data.
func printData(ui *ui, format string, value any) error {
	document, err := data.Encode(value, data.Format(format))
	if err != nil {
		return err
	}
	_, err = ui.out.Write(document)
	return err
}

func cacheClear(l *Line, ui *ui) error {
	if err := AtMost(l, 0); err != nil {
		return err
	}
	removed, freed, err := loader.OpenCache(loader.CacheOptions{}).Clear()
	if err != nil {
		return err
	}
	ui.status(message.CmdCleared.With(removed, units.BytesSize(float64(freed))))
	return nil
}
