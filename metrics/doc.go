// Package metrics holds a run's measurements.
package metrics
