package runner_test

// excludeAttacks look for what "exclude" hides.
var excludeAttacks = []attack{
	{name: "excluded-spellings", script: everyLink(`
		cat /hide $ -> no-entry
		statat /hide $ -> no-entry
		statat /hide $ follow -> no-entry
		open f /hide $ - -> no-entry
		open f /hide $ read,write -> no-entry
		open f /hide $ truncate -> no-entry
		open f /hide $ create,write -> access
		open f /hide $ create,exclusive -> access
		timesat /hide $ -> no-entry
		readlink /hide $ -> no-entry
		unlink /hide $ -> no-entry
		rmdir /hide $ -> no-entry
		mkdir /hide $ -> access
		symlink x /hide $ -> access
		link /hide $ /hide new -> no-entry
		link /hide $ /rw new -> no-entry
		link /hide seen /hide $ -> access
		rename /hide $ /hide new -> no-entry
		rename /hide $ /rw new -> no-entry
		rename /hide seen /hide $ -> access`,
		"a.key", "./a.key", "dir/../a.key", "dir/./../a.key", ".//a.key", "dir/b.key", "dir//b.key", "dir/../dir/b.key",
		"hidden", "./hidden", "dir/../hidden") + `
		statat /hide a.key/ -> no-entry
		statat /hide hidden/ -> no-entry
		statat /hide hidden/. -> no-entry
		statat /hide hidden/.. -> no-entry
		statat /hide hidden/../seen -> no-entry
		cat /hide hidden/x -> no-entry
		mkdir /hide hidden/new -> no-entry
		open d /hide hidden directory,read -> no-entry
		list /hide -> ok dir:dir seen:file
		open d /hide dir directory,read,mutate
		list d -> ok seen:file
		cat d b.key -> no-entry
		cat d ../a.key -> not-permitted`},
	{
		name: "excluded-links",
		host: func(s *scene) {
			s.symlink("a.key", "hide/file")
			s.symlink("hidden", "hide/folder")
			s.symlink("@hide/a.key", "hide/absolute")
			s.symlink("../hide/a.key", "hide/around")
			s.symlink("../hide/a.key", "rw/beside")
		},
		script: `
		cat /hide file -> no-entry
		open f /hide file follow,truncate -> no-entry
		open f /hide file follow,create,write -> access
		link /hide file /hide new follow -> no-entry|invalid
		statat /hide file follow -> no-entry
		timesat /hide file follow -> no-entry
		statat /hide folder/ -> no-entry
		open d /hide folder follow,directory,read -> no-entry
		cat /hide absolute -> not-permitted
		cat /hide around -> not-permitted
		cat /rw beside -> not-permitted
		symlink a.key /hide own
		cat /hide own -> no-entry
		symlink ../hidden /hide dir/own
		statat /hide dir/own/ -> no-entry
		symlink hidden/../a.key /hide own2
		cat /hide own2 -> no-entry
		rename /hide own /hide dir/a
		cat /hide dir/a -> no-entry
		link /hide dir/a /hide linked -> ok|refused
		cat /hide linked -> no-entry`,
	},
	// A directory with something excluded in it keeps its name: under another,
	// what is in it might not be excluded any more.
	{name: "excluded-parent", host: func(s *scene) { s.write("hide/deep/hidden/file", canary) }, script: `
		rename /hide dir /hide moved -> access
		rename /hide dir/ /hide moved/ -> access
		rename /hide dir /rw moved -> cross-device
		rename /hide . /hide moved -> refused
		rename /hide deep /hide moved -> access
		rmdir /hide dir -> not-empty
		unlink /hide dir/seen
		rmdir /hide dir -> not-empty
		cat /hide dir/b.key -> no-entry
		mkdir /hide new
		rename /hide new /hide dir -> access
		rename /hide new /hide hidden -> access
		rename /hide deep /hide new -> access
		cat /hide deep/hidden/file -> no-entry`},
}
