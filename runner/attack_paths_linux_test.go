package runner_test

// pathAttacks lead out by ".." or as absolute paths.
var pathAttacks = []attack{
	{name: "dots", script: `
		cat /rw ../outside/file -> not-permitted
		cat /rw dir/../../outside/file -> not-permitted
		cat /rw ./dir/./.././../outside/file -> not-permitted
		cat /rw dir//..//..//outside//file -> not-permitted
		cat /rw none/../../outside/file -> no-entry|not-permitted
		cat /rw file/../../outside/file -> not-directory|not-permitted
		statat /rw .. -> not-permitted
		statat /rw ../ -> not-permitted
		statat /rw ../rw/file -> not-permitted
		statat /rw dir/../.. follow -> not-permitted
		open up /rw .. directory,read -> not-permitted
		open up /rw dir/../../ read -> not-permitted
		open f /rw ../outside/file read,write -> not-permitted
		open f /rw ../outside/file truncate -> not-permitted
		open f /rw ../outside/new create,write -> not-permitted
		readlink /rw ../ro/link -> not-permitted
		cat /rw in/../../outside/file -> not-permitted
		cat /rw in/../file -> ok "mine"
		cat /rw in/../../ro/file -> not-permitted`},
	{name: "dots-changing", script: `
		mkdir /rw ../outside/new -> not-permitted
		mkdir /rw ../outside/new/ -> not-permitted
		rmdir /rw ../outside/empty -> not-permitted
		rmdir /rw .. -> refused
		unlink /rw ../outside/file -> not-permitted
		unlink /rw .. -> refused
		symlink x /rw ../outside/new -> not-permitted
		link /rw file /rw ../outside/new -> not-permitted
		link /rw ../outside/file /rw new -> not-permitted
		rename /rw file /rw ../outside/new -> not-permitted
		rename /rw file /rw ../outside/file -> not-permitted
		rename /rw dir /rw ../outside/empty -> not-permitted
		rename /rw ../outside/file /rw new -> not-permitted
		rename /rw ../outside /rw new -> not-permitted
		rename /rw .. /rw new -> refused
		rename /rw . /rw new -> refused
		rename /rw dir /rw .. -> refused
		timesat /rw .. -> not-permitted
		timesat /rw ../outside/file -> not-permitted
		timesat /rw ../outside -> not-permitted`},
	{name: "dots-from-a-directory", script: `
		mkdir /rw dir/deep
		open d /rw dir/deep directory,read,mutate
		statat d .. -> not-permitted
		cat d ../../file -> not-permitted
		cat d ../../../outside/file -> not-permitted
		open up d .. directory,read,mutate -> not-permitted
		mkdir d ../new -> not-permitted
		rename d ../deep /rw moved -> not-permitted
		symlink ../../../outside d out
		cat d out/file -> not-permitted
		symlink ../../file d in
		cat d in -> not-permitted
		cat /rw dir/deep/in -> ok "mine"
		cat /rw dir/deep/out/file -> not-permitted`},
	{name: "absolute", script: `
		cat /rw /etc/passwd -> not-permitted
		cat /rw $DIR/outside/file -> not-permitted
		cat /rw //etc/passwd -> not-permitted
		cat /rw /rw/file -> not-permitted
		statat /rw / -> not-permitted
		open r /rw / directory,read -> not-permitted
		mkdir /rw $DIR/outside/new -> not-permitted
		rmdir /rw $DIR/outside/empty -> not-permitted
		unlink /rw $DIR/outside/file -> not-permitted
		symlink x /rw $DIR/outside/new -> not-permitted
		symlink $DIR/outside /rw own -> not-permitted
		symlink / /rw own -> not-permitted
		link /rw $DIR/outside/file /rw new -> not-permitted
		link /rw file /rw $DIR/outside/new -> not-permitted
		rename /rw file /rw $DIR/outside/new -> not-permitted
		rename /rw $DIR/outside/file /rw new -> not-permitted
		timesat /rw $DIR/outside/file -> not-permitted
		readlink /rw $DIR/ro/link -> not-permitted
		open f /rw $DIR/outside/new create,write -> not-permitted
		open f /rw $DIR/outside/file truncate -> not-permitted`},
	{name: "system", script: `
		cat /rw /proc/self/environ -> not-permitted
		cat /rw ../../../../../../../../proc/self/environ -> not-permitted
		cat /rw /proc/self/root/etc/passwd -> not-permitted
		open f /rw /proc/self/fd/0 read -> not-permitted
		open f /rw /dev/stdin read -> not-permitted
		open f /rw /proc/self/mem read,write -> not-permitted
		readlink /rw /proc/self/exe -> not-permitted`},
}
