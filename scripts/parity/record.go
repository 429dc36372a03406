package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/qyvol/qyvol/fixtures/parity"
)

// record writes what the reference does with the fixtures, and removes the
// records of those that are gone.
func record(ctx context.Context, by reference, guests []guest, dir string) error {
	old, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	for _, g := range guests {
		r, err := recordOf(ctx, by, g)
		if err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
		data, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, parity.FileName(g.name)), append(data, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func recordOf(ctx context.Context, by reference, g guest) (parity.Record, error) {
	code, err := os.ReadFile(g.path)
	if err != nil {
		return parity.Record{}, err
	}
	r := parity.Record{File: g.name, Digest: parity.DigestOf(code)}
	if r.Exports, err = by.exports(ctx, g.path); err != nil {
		return r, err
	}
	for _, s := range g.settings {
		o, err := runIn(ctx, by, g.path, s)
		if err != nil {
			return r, err
		}
		r.Runs = append(r.Runs, parity.Run{Setting: s, Outcome: o})
	}
	return r, nil
}
