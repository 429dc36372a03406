package preview1

// Rights: typenames.witx, flags rights. They are told, not kept: what a descriptor
// can do is decided where it was opened.
const (
	fdDatasyncRight = 1 << iota
	fdReadRight
	fdSeekRight
	fdFdstatSetFlagsRight
	fdSyncRight
	fdTellRight
	fdWriteRight
	fdAdviseRight
	fdAllocateRight
	pathCreateDirectoryRight
	pathCreateFileRight
	pathLinkSourceRight
	pathLinkTargetRight
	pathOpenRight
	fdReaddirRight
	pathReadlinkRight
	pathRenameSourceRight
	pathRenameTargetRight
	pathFilestatGetRight
	pathFilestatSetSizeRight
	pathFilestatSetTimesRight
	fdFilestatGetRight
	fdFilestatSetSizeRight
	fdFilestatSetTimesRight
	pathSymlinkRight
	pathRemoveDirectoryRight
	pathUnlinkFileRight
	pollFdReadwriteRight
	sockShutdownRight
	sockAcceptRight
	allRights = 1<<iota - 1
)

// preopenRights are what a directory that the guest begins with says it can do,
// and preopenInheriting what may be asked for below it. C libraries look at them.
const (
	preopenRights = pathCreateDirectoryRight | pathCreateFileRight | pathLinkSourceRight | pathLinkTargetRight |
		pathOpenRight | fdReaddirRight | pathReadlinkRight | pathRenameSourceRight | pathRenameTargetRight |
		pathSymlinkRight | pathRemoveDirectoryRight | pathUnlinkFileRight | pathFilestatGetRight |
		pathFilestatSetTimesRight | fdFilestatGetRight | fdFilestatSetTimesRight
	preopenInheriting = preopenRights | fdDatasyncRight | fdReadRight | fdSeekRight | fdFdstatSetFlagsRight |
		fdSyncRight | fdTellRight | fdWriteRight | fdAdviseRight | fdAllocateRight | fdFilestatSetSizeRight |
		pollFdReadwriteRight
	directoryRights = allRights &^ (fdSeekRight | fdFilestatSetSizeRight | pathFilestatSetSizeRight | fdWriteRight)
)
