// Package metrics is what is measured of a run.
package metrics
