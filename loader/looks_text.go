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
		LookBase64:           &message.LoaderLookBase64,
		LookComments:         &message.LoaderLookComments,
		LookWast:             &message.LoaderLookWast,
		LookWIT:              &message.LoaderLookWIT,
		LookManifest:         &message.LoaderLookManifest,
		LookBitcode:          &message.LoaderLookBitcode,
		LookArchive:          &message.LoaderLookArchive,
		LookELF:              &message.LoaderLookELF,
		LookMachO:            &message.LoaderLookMachO,
		LookPE:               &message.LoaderLookPE,
		LookJava:             &message.LoaderLookJava,
		LookScript:           &message.LoaderLookScript,
		LookZip:              &message.LoaderLookZip,
		LookGzip:             &message.LoaderLookGzip,
		LookZstd:             &message.LoaderLookZstd,
		LookBzip2:            &message.LoaderLookBzip2,
		LookXZ:               &message.LoaderLookXZ,
		LookTar:              &message.LoaderLookTar,
		LookPNG:              &message.LoaderLookPNG,
		LookJPEG:             &message.LoaderLookJPEG,
		LookGIF:              &message.LoaderLookGIF,
		LookPDF:              &message.LoaderLookPDF,
		LookHTML:             &message.LoaderLookHTML,
		LookXML:              &message.LoaderLookXML,
		LookJSON:             &message.LoaderLookJSON,
		LookYAML:             &message.LoaderLookYAML,
		LookUTF16:            &message.LoaderLookUTF16,
		LookLFS:              &message.LoaderLookLFS,
	}[l]
}

// hint says what to do with a file of the kind; no text where nothing helps.
func (l Look) hint() message.Text {
	switch l {
	case LookZip, LookGzip, LookZstd, LookBzip2, LookXZ, LookTar:
		return message.LoaderHintDecompress.With()
	case LookPrecompiled:
		return message.LoaderHintPrecompile.With()
	case LookManifest:
		return message.LoaderHintManifest.With()
	case LookELF, LookMachO, LookPE, LookJava, LookScript:
		return message.LoaderHintNative.With()
	case LookBitcode, LookArchive:
		return message.LoaderHintLink.With()
	case LookWasmVersion, LookComponentVersion:
		return message.LoaderHintDraft.With()
	case LookDamagedMagic:
		return message.LoaderHintTransfer.With()
	case LookEmpty:
		return message.LoaderHintTruncated.With()
	case LookBase64:
		return message.LoaderHintBase64.With()
	case LookLFS:
		return message.LoaderHintLFS.With()
	case LookUTF16:
		return message.LoaderHintUTF16.With()
	case LookHTML, LookXML:
		return message.LoaderHintHTML.With()
	case LookYAML, LookJSON:
		return message.LoaderHintYAML.With()
	case LookWIT:
		return message.LoaderHintWIT.With()
	default:
		return message.Text{}
	}
}
