package loader

import "github.com/qyvol/qyvol/internal/message"

// text names the kind of file, with its article.
func (l Look) text(detail string) message.Text {
	switch l {
	case LookBinary, LookWasmVersion, LookComponentVersion, LookScript:
		return l.template().With(detail)
	case LookPrecompiled:
		if detail != "" {
			return message.LoaderLookPrecompiledBy.With(detail)
		}
	default:
	}
	return l.template().With()
}

func (l Look) template() *message.Template {
	if l >= looks {
		l = LookBinary
	}
	return [looks]*message.Template{
		LookBinary:           &message.LoaderLookBinary,
		LookText:             &message.LoaderLookText,
		LookEmpty:            &message.LoaderLookEmpty,
		LookWasmVersion:      &message.LoaderLookWasmVersion,
		LookComponentVersion: &message.LoaderLookComponentVersion,
		LookDamagedMagic:     &message.LoaderLookDamagedMagic,
		LookPrecompiled:      &message.LoaderLookPrecompiled,
		LookWIT:              &message.LoaderLookWIT,
		LookManifest:         &message.LoaderLookManifest,
		LookELF:              &message.LoaderLookELF,
		LookMachO:            &message.LoaderLookMachO,
		LookPE:               &message.LoaderLookPE,
		LookScript:           &message.LoaderLookScript,
		LookZip:              &message.LoaderLookZip,
		LookGzip:             &message.LoaderLookGzip,
		LookTar:              &message.LoaderLookTar,
		LookHTML:             &message.LoaderLookHTML,
		LookJSON:             &message.LoaderLookJSON,
		LookYAML:             &message.LoaderLookYAML,
		LookUTF16:            &message.LoaderLookUTF16,
		LookLFS:              &message.LoaderLookLFS,
	}[l]
}

// hint says what to do with a file of the kind; no text where nothing helps.
func (l Look) hint() message.Text {
	switch l {
	case LookZip, LookGzip, LookTar:
		return message.LoaderHintDecompress.With()
	case LookPrecompiled:
		return message.LoaderHintPrecompile.With()
	case LookManifest:
		return message.LoaderHintManifest.With()
	case LookELF, LookMachO, LookPE, LookScript:
		return message.LoaderHintNative.With()
	case LookWasmVersion, LookComponentVersion:
		return message.LoaderHintDraft.With()
	case LookDamagedMagic:
		return message.LoaderHintTransfer.With()
	case LookEmpty:
		return message.LoaderHintTruncated.With()
	case LookLFS:
		return message.LoaderHintLFS.With()
	case LookUTF16:
		return message.LoaderHintUTF16.With()
	case LookHTML:
		return message.LoaderHintHTML.With()
	case LookYAML, LookJSON:
		return message.LoaderHintYAML.With()
	case LookWIT:
		return message.LoaderHintWIT.With()
	default:
		return message.Text{}
	}
}
