package command

import (
	"bytes"
	"context"
	_ "embed"
	"strings"

	"github.com/qyvol/qyvol/info"
	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
)

// The schemas of data that this package prints. A test fails when they are not
// those of the types.
var (
	//go:embed result.schema.json
	resultSchema []byte
	//go:embed explain.schema.json
	explainSchema []byte
	//go:embed validate.schema.json
	validateSchema []byte
	//go:embed deploy.schema.json
	deploySchema []byte
)

func schemaCommand(ui *ui) *Command {
	return &Command{
		Name: "schema", Usage: &message.CmdSchema, Words: schemas(), Optional: true,
		Run: func(_ context.Context, l *Line) error {
			if err := AtMost(l, 1); err != nil {
				return err
			}
			schema, err := schemaOf(l)
			if err != nil {
				return err
			}
			_, err = ui.out.Write(append(schema, '\n'))
			return err
		},
	}
}

// schemaOf is the schema of manifests unless another is asked for.
func schemaOf(l *Line) ([]byte, error) {
	switch what := l.Arg(0); what {
	case "", "manifest":
		return manifest.Schema()
	case "inspect":
		return info.Schema(), nil
	case "result":
		return bytes.TrimSpace(resultSchema), nil
	case "explain":
		return bytes.TrimSpace(explainSchema), nil
	case "validate":
		return bytes.TrimSpace(validateSchema), nil
	case "deploy":
		return bytes.TrimSpace(deploySchema), nil
	default:
		return nil, badFlag(l, message.UsageSchema.With(what, strings.Join(schemas(), ", ")))
	}
}

// schemas are the names of what there is a schema of.
func schemas() []string {
	return []string{"manifest", "inspect", "result", "explain", "validate", "deploy"}
}
