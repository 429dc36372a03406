package cluster_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/deploy/cluster"
)

func TestManage(t *testing.T) {
	var (
		required *cluster.NodeRequiredError
		invalid  *cluster.InvalidActionError
		none     *cluster.UnavailableError
	)
	for _, c := range []struct {
		action, node string
		want         any
	}{
		{"add-node", "", &required},
		{"add-node", "  ", &required},
		{"add-node", "10.0.0.7:8080", &none},
		{"remove-node", "a", &invalid},
		{"", "", &invalid},
		{"Add-Node", "a", &invalid},
	} {
		if err := cluster.Manage(cluster.Action(c.action), c.node); !errors.As(err, c.want) {
			t.Errorf("%q %q: %v", c.action, c.node, err)
		}
	}
}
