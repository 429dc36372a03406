package runner_test

// readOnlyAttacks try to change what is mounted to be read.
var readOnlyAttacks = []attack{
	{name: "read-only-names", script: everyMount(`
		mkdir $new -> read-only|not-permitted
		mkdir $new/ -> read-only|not-permitted
		mkdir $empty/new -> read-only|not-permitted
		mkdir $file -> exist|read-only|not-permitted
		rmdir $empty -> read-only|not-permitted
		unlink $file -> read-only|not-permitted
		unlink $link -> read-only|not-permitted
		symlink x $new -> read-only|not-permitted
		link $file $new -> read-only|not-permitted
		link $file $empty/new -> read-only|not-permitted
		rename $file $new -> read-only|not-permitted
		rename $file $dir/file -> read-only|not-permitted
		rename $empty $dir/empty -> read-only|not-permitted
		timesat $file -> read-only|not-permitted
		timesat $link -> read-only|not-permitted
		timesat $link follow -> read-only|not-permitted
		timesat $dir -> read-only|not-permitted
		timesat $. -> read-only|not-permitted`)},
	// GHSA-2r75-cxrj-cmph: truncation needs no right to write.
	{name: "read-only-opening", script: everyMount(`
		open f $file truncate -> read-only|not-permitted
		open f $file truncate,read -> read-only|not-permitted
		open f $file truncate,write -> read-only|not-permitted
		open f $file truncate,create -> read-only|not-permitted
		open f $file truncate,mutate -> read-only|not-permitted
		open f $link follow,truncate -> read-only|not-permitted
		open f $dir/../file truncate,read -> read-only|not-permitted
		open f $file write -> read-only|not-permitted
		open f $file read,write -> read-only|not-permitted
		open f $file append,write -> read-only|not-permitted
		open f $new create -> read-only|not-permitted
		open f $new create,read -> read-only|not-permitted
		open f $new create,exclusive,write -> read-only|not-permitted
		open f $dir/new create,write -> read-only|not-permitted
		open f $dir truncate -> refused
		cat $file -> ok "read\x20me"`)},
	{name: "read-only-descriptors", script: everyMount(`
		open f $file read
		write f x -> refused|bad-descriptor
		append f x -> refused|bad-descriptor
		resize f 0 -> refused|bad-descriptor
		resize f 1000 -> refused|bad-descriptor
		times f -> read-only|not-permitted|bad-descriptor
		read f -> ok "read\x20me"
		open f $file -
		write f x -> refused|bad-descriptor
		resize f 0 -> refused|bad-descriptor
		times f -> read-only|not-permitted|bad-descriptor`)},
	// GHSA-4ch3-9j33-3pmj: the right to change a directory, taken alone.
	{name: "mutate-alone", script: `
		open d /ro . directory,mutate -> ok|read-only|not-permitted
		mkdir d new -> refused|bad-descriptor
		open d /ro dir directory,mutate,read -> ok|read-only|not-permitted
		mkdir d new -> refused|bad-descriptor
		unlink d file -> refused|bad-descriptor
		open f d file truncate -> refused|bad-descriptor
		open f d file write,mutate -> refused|bad-descriptor
		symlink x d new -> refused|bad-descriptor
		rename d file /rw taken -> refused|bad-descriptor
		rename /rw file d file -> refused|bad-descriptor
		link d file /rw taken -> refused|bad-descriptor
		open d /rw/in . directory,mutate,write -> refused|ok
		mkdir d new -> refused|bad-descriptor
		open d /ro dir directory,read,write -> refused|ok
		open f d file truncate,write -> refused|bad-descriptor
		mkdir d new -> refused|bad-descriptor
		open d /ro dir directory,read
		open f d file write -> refused
		open f d file truncate -> refused
		timesat d file -> refused
		times d -> refused|bad-descriptor
		mkdir d new -> refused`},
}

// everyMount repeats calls for each way to the read-only mount: $ is a directory
// and the beginning of a path.
func everyMount(calls string) string {
	return everyLink(calls, "/ro ", "/ro dir/../", "/rw in/", "/rw/in ")
}

// crossingAttacks bring what is in one mount into another, where it may be changed.
var crossingAttacks = []attack{
	{name: "link-across", script: `
		link /ro file /rw taken -> refused
		link /ro link /rw taken -> refused
		link /ro link /rw taken follow -> refused
		link /rw in/file /rw taken -> refused
		link /rw/in file /rw taken -> refused
		link /rw file /ro new -> refused
		link /rw file /rw in/new -> refused
		link /rw file /other taken -> cross-device
		link /other ../rw/file /other taken -> not-permitted
		symlink in/file /rw inside
		link /rw inside /rw taken follow -> refused
		open f /rw inside follow,truncate -> read-only|not-permitted
		open f /rw inside follow,write -> read-only|not-permitted
		cat /rw inside -> ok "read\x20me"
		symlink ../ro/file /rw beside
		cat /rw beside -> not-permitted`},
	{name: "rename-across", script: `
		rename /ro file /rw taken -> refused
		rename /rw in/file /rw taken -> refused
		rename /rw file /ro file -> refused
		rename /rw file /rw in/file -> refused
		rename /rw dir /ro empty -> refused
		rename /rw dir /rw in/empty -> refused
		rename /rw file /other taken -> cross-device
		rename /rw dir /other dir -> cross-device
		cat /rw file -> ok "mine"`},
	{name: "mount-point", script: `
		rename /rw in /rw out -> busy
		rename /rw in/ /rw out/ -> busy
		rename /rw dir /rw in -> busy
		rename /rw/in . /rw out -> refused
		rename /rw dir/../in /rw dir/in -> busy
		rmdir /rw in -> busy
		rmdir /rw in/ -> busy
		rmdir /rw/in . -> refused
		unlink /rw in -> refused
		mkdir /rw in -> exist
		symlink dir /rw in -> exist
		open f /rw in create,exclusive,write -> refused
		timesat /rw in -> read-only|not-permitted
		cat /rw in/file -> ok "read\x20me"`},
}
