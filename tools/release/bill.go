package main

import (
	"bytes"
	"os"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// bill writes a bill of materials (CycloneDX 1.6, JSON).
func (r *release) bill(path string, parts []part) error {
	own := part{kind: "golang", name: "github.com/qyvol/qyvol", version: "v" + r.version}
	components := make([]cdx.Component, 0, len(parts))
	needs := make([]string, 0, len(parts))
	for _, p := range parts {
		c := cdx.Component{BOMRef: p.url(), Type: cdx.ComponentTypeLibrary, Name: p.name, Version: p.version, PackageURL: p.url(), Scope: cdx.ScopeRequired}
		if p.licence != "" {
			c.Licenses = &cdx.Licenses{{Expression: p.licence}}
		}
		components = append(components, c)
		needs = append(needs, p.url())
	}
	b := cdx.NewBOM()
	b.Metadata = &cdx.Metadata{
		Timestamp: r.date.Format(time.RFC3339),
		Component: &cdx.Component{BOMRef: own.url(), Type: cdx.ComponentTypeApplication, Name: "qyvol", Version: r.version, PackageURL: own.url()},
	}
	b.Components = &components
	b.Dependencies = &[]cdx.Dependency{{Ref: own.url(), Dependencies: &needs}}
	var out bytes.Buffer
	if err := cdx.NewBOMEncoder(&out, cdx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(b, cdx.SpecVersion1_6); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}
