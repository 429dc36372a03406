// Package cluster manages a cluster of nodes: a function for each action. This
// version has the actions' names and rules; what they do comes with the nodes.
package cluster

import (
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// Action is something that can be done with a cluster.
type Action string

// The actions.
const (
	// ActionAddNode adds a node.
	ActionAddNode Action = "add-node"
)

// Actions lists all actions.
func Actions() []Action { return []Action{ActionAddNode} }

// Manage does an action, with a node where it needs one. An unknown action is an
// [*InvalidActionError].
func Manage(action Action, node string) error {
	switch action {
	case ActionAddNode:
		return AddNode(node)
	default:
		return &InvalidActionError{Action: string(action)}
	}
}

// AddNode adds the node at an address. Without one it is a [*NodeRequiredError];
// this version can't do it otherwise either: an [*UnavailableError].
func AddNode(node string) error {
	if strings.TrimSpace(node) == "" {
		return &NodeRequiredError{Action: ActionAddNode}
	}
	return &UnavailableError{Node: node}
}

// NodeRequiredError is an action that lacks its node.
type NodeRequiredError struct{ Action Action }

// Error is in English.
func (e *NodeRequiredError) Error() string { return e.Words().String() }

// Words are what the error says.
func (e *NodeRequiredError) Words() message.Text {
	return message.ClusterNodeRequired.With(string(e.Action))
}

// Hint shows how it is written.
func (e *NodeRequiredError) Hint() message.Text {
	return message.ClusterNodeHint.With(string(e.Action))
}

// InvalidActionError is an action that there is not.
type InvalidActionError struct{ Action string }

// Error is in English.
func (e *InvalidActionError) Error() string { return e.Words().String() }

// Words are what the error says.
func (e *InvalidActionError) Words() message.Text {
	return message.ClusterInvalidAction.With(message.Name(e.Action))
}

// Hint lists the actions that there are.
func (e *InvalidActionError) Hint() message.Text {
	names := make([]string, 0, len(Actions()))
	for _, a := range Actions() {
		names = append(names, string(a))
	}
	return message.ClusterActions.With(strings.Join(names, ", "))
}

// UnavailableError says that this version has no clusters.
type UnavailableError struct{ Node string }

// Error is in English.
func (e *UnavailableError) Error() string { return e.Words().String() }

// Words are what the error says.
func (e *UnavailableError) Words() message.Text {
	return message.ClusterUnavailable.With(message.Name(e.Node))
}

// Hint says what can be done instead.
func (e *UnavailableError) Hint() message.Text { return message.ClusterUnavailableHint.With() }
