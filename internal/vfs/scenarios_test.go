package vfs_test

// scenarios are what every file system does, from POSIX.1-2024 and WASI 0.2; where
// these leave a choice, Linux's. See runScript for their language.
var scenarios = []struct{ name, script string }{
	{"files", `
		read f -> no-entry
		write f hello
		read f -> "hello"
		stat f -> file:5:1
		write f bye
		read f -> "bye"
		create f
		read f -> "bye"
		trunc f
		stat f -> file:0:1
		createx f -> exist
		createx g
		trunc missing -> no-entry
		open g/ -> not-directory
		ls . -> [f,g]
		settimes f
		settimes missing -> no-entry
		settimes f/ -> not-directory
		unlink f
		unlink f -> no-entry
		stat f -> no-entry
		ls . -> [g]`},
	{"reading and writing", `
		create f w
		fwrite w 3 xyz
		fwrite w 0 ab
		~fread w -> bad-descriptor
		open f r
		fread r -> "ab\x00xyz"
		~fwrite r 0 no -> bad-descriptor
		~fsize r 1 -> bad-descriptor|invalid
		fsize w 4
		fread r -> "ab\x00x"
		fsize w 6
		fread r -> "ab\x00x\x00\x00"
		fstat r -> file:6:1
		append f a
		fwrite a 0 END
		fread r -> "ab\x00x\x00\x00END"
		~fend r no -> bad-descriptor
		fend w !
		fend a ?
		fwrite w 2 -
		fread r -> "ab-x\x00\x00END!?"
		fwrite w 100000 far
		fstat a -> file:100003:1
		fsize w 0
		fread r -> ""
		close a
		close w
		fread r -> ""
		close r`},
	{"sizes without end", `
		create f w
		~fsize w 0xffffffffffffffff -> file-too-large|invalid
		~fsize w 0x8000000000000000 -> file-too-large|invalid
		~fwrite w 0xffffffffffffffff x -> file-too-large|invalid
		~fwrite w 0x7fffffffffffffff x -> file-too-large|invalid
		fstat w -> file:0:1
		fsize w 1000000000000
		fstat w -> file:1000000000000:1
		fsize w 3
		open f r
		fread r -> "\x00\x00\x00"
		close w
		close r`},
	{"directories", `
		mkdir a
		mkdir a -> exist
		mkdir a/ -> exist
		mkdir b/
		mkdir c///
		mkdir a/b/c -> no-entry
		mkdir a/b
		mkdir a/b/c
		ls . -> [a/,b/,c/]
		ls a -> [b/]
		ls a/b/.. -> [b/]
		stat a/b/c/../../.. -> dir
		rmdir a -> not-empty
		rmdir a/b/c
		rmdir a/b/
		rmdir a
		rmdir a -> no-entry
		rmdir b/. -> invalid
		write f x
		rmdir f -> not-directory
		rmdir f/ -> not-directory
		mkdir f -> exist
		mkdir f/ -> exist|not-directory
		mkdir f/x -> not-directory
		unlink b -> is-directory
		unlink b/ -> is-directory
		openrw b -> is-directory
		trunc b -> is-directory
		openw b -> is-directory
		create b -> is-directory
		createx b -> exist
		opendir f -> not-directory
		opendir missing -> no-entry
		open b
		ls f -> not-directory`},
	{"dots", `
		mkdir a
		mkdir a/b
		stat . -> dir
		stat ./ -> dir
		stat ./././a/. -> dir
		stat a/.. -> dir
		stat a/../a/b/../b -> dir
		stat a//b -> dir
		mkdir . -> exist
		mkdir a/. -> exist
		mkdir a/.. -> exist
		rmdir . -> invalid
		rmdir a/. -> invalid
		rmdir a/b/.. -> not-empty
		unlink . -> is-directory
		unlink a/.. -> is-directory
		rename a . -> busy
		rename . a -> busy
		rename a a/b/.. -> busy
		createx . -> exist
		create . -> is-directory
		readlink . -> invalid
		write f x
		stat f/. -> not-directory
		stat f/.. -> not-directory
		stat missing/.. -> no-entry
		symlink x . -> exist
		link f . -> exist
		link . g -> not-permitted
		link a g -> not-permitted`},
	{"paths that lead out", `
		mkdir a
		write f x
		~stat .. -> not-permitted
		~stat ../ -> not-permitted
		~stat a/../.. -> not-permitted
		~stat a/../../a -> not-permitted
		~stat /a -> not-permitted
		~stat / -> not-permitted
		~stat //a -> not-permitted
		~open /etc/passwd -> not-permitted
		~open .. -> not-permitted
		~create ../f -> not-permitted
		~mkdir .. -> not-permitted
		~mkdir ../x -> not-permitted
		~mkdir /x -> not-permitted
		~rmdir .. -> not-permitted
		~rmdir ../a/ -> not-permitted
		~unlink .. -> not-permitted
		~unlink ../f -> not-permitted
		~rename f .. -> not-permitted
		~rename f ../f -> not-permitted
		~rename ../f f -> not-permitted
		~rename f /f -> not-permitted
		~link f ../f -> not-permitted
		~link .. g -> not-permitted
		~link ../f g -> not-permitted
		~link f /g -> not-permitted
		~symlink f ../g -> not-permitted
		~symlink /etc g -> not-permitted
		~symlink / g -> not-permitted
		~readlink ../f -> not-permitted
		~settimes .. -> not-permitted
		~symlink .. up
		~symlink ../ up2
		~symlink a/../.. up3
		~lstat up -> link:2
		~readlink up -> ..
		~stat up -> not-permitted
		~stat up/ -> not-permitted
		~lstat up/ -> not-permitted
		~stat up/f -> not-permitted
		~stat up2 -> not-permitted
		~stat up3/f -> not-permitted
		~open up -> not-permitted
		~open up/ -> not-permitted
		~opendir up -> not-permitted
		~opendir up2/ -> not-permitted
		~create up/x -> not-permitted
		~mkdir up/x -> not-permitted
		~rmdir up/ -> not-permitted
		~rmdir up/a -> not-permitted
		~unlink up/ -> not-permitted
		~unlink up/f -> not-permitted
		~rename f up/f -> not-permitted
		~rename up/f f -> not-permitted
		~link f up/g -> not-permitted
		~linkf up g -> not-permitted
		~linkf up/f g -> not-permitted
		~readlink up/ -> not-permitted
		~settimes up -> not-permitted
		~rmdir up -> not-directory
		~unlink up
		~ls . -> [a/,f,up2@,up3@]`},
	{"names", `
		stat "" -> no-entry
		mkdir "" -> no-entry
		open "" -> no-entry
		rename "" x -> no-entry
		symlink "" x -> no-entry
		symlink x "" -> no-entry
		unlink "" -> no-entry
		~stat "a\x00b" -> invalid
		~mkdir "a\x00b" -> invalid
		~symlink "a\x00b" l -> invalid
		~create "\xff" -> illegal-byte-sequence
		~stat "a/\xc3\x28" -> illegal-byte-sequence
		~symlink "\xff" l -> illegal-byte-sequence
		write f x
		write {255} long
		read {255} -> "long"
		stat {255} -> file:4:1
		stat {256} -> name-too-long
		mkdir {256} -> name-too-long
		mkdir {256}/a -> name-too-long
		create {256} -> name-too-long
		rename f {256} -> name-too-long
		symlink f {256} -> name-too-long
		link f {256} -> name-too-long
		stat {250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{79} -> no-entry
		stat {250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{250}/{80} -> name-too-long
		write "ñandú" es
		read "ñandú" -> "es"
		write "a\nb\\c" odd
		read "a\nb\\c" -> "odd"
		write "..." dots
		write ..a dots
		ls . -> [...,..a,a\nb\\c,f,` + n255 + `,ñandú]`},
	{"symbolic links", `
		mkdir d
		write d/f text
		symlink d/f l
		symlink d ld
		symlink missing dangling
		symlink self self
		symlink ../d/f d/up
		symlink d/ slash
		symlink d/f/ fslash
		read l -> "text"
		stat l -> file:4:1
		lstat l -> link:3
		lstat l/ -> not-directory
		stat l/ -> not-directory
		open l/ -> not-directory
		opennf l -> loop
		read ld/f -> "text"
		read ld/up -> "text"
		lstat ld -> link:1
		lstat ld/ -> dir
		lstat ld/. -> dir
		lstat ld/f -> file:4:1
		stat slash -> dir
		lstat slash/ -> dir
		read slash/f -> "text"
		stat fslash -> not-directory
		open fslash -> not-directory
		stat ld/../d -> dir
		opendir ld
		opendir l -> not-directory
		stat self -> loop
		stat self/x -> loop
		lstat self -> link:4
		open self -> loop
		stat dangling -> no-entry
		lstat dangling -> link:7
		stat dangling/ -> no-entry
		createx dangling -> exist
		createx l -> exist
		mkdir dangling -> exist
		mkdir ld -> exist
		mkdir ld/ -> exist
		symlink x ld -> exist
		symlink x new/ -> no-entry
		symlink x ld/ -> exist
		~symlink x d/f/ -> not-directory|exist
		write dangling made
		read missing -> "made"
		readlink l -> d/f
		readlink ld -> d
		readlink ld/ -> invalid
		readlink d -> invalid
		readlink missing -> invalid
		readlink nothing -> no-entry
		readlink l/ -> not-directory
		rmdir ld -> not-directory
		rmdir ld/ -> not-directory
		unlink ld/ -> not-directory
		unlink ld
		lstat d -> dir
		rename l moved
		readlink moved -> d/f
		settimes moved
		ls . -> [d/,dangling@,fslash@,missing,moved@,self@,slash@]`},
	{"forty links", links(40) + `
		write end x
		read l40 -> "x"
		symlink l40 l41
		read l41 -> loop
		stat l41/x -> loop
		lstat l41 -> link:3`},
	{"hard links", `
		write f one
		link f g
		stat f -> file:3:2
		stat g -> file:3:2
		write g two
		read f -> "two"
		link f g -> exist
		link missing h -> no-entry
		link f/ h -> not-directory
		link f h/ -> no-entry
		link f g/ -> exist|not-directory
		link f missing/h -> no-entry
		symlink f l
		link l hl
		lstat hl -> link:1
		linkf l hf
		stat f -> file:3:3
		mkdir d
		link d e -> not-permitted
		link f d -> exist
		link f d/f
		unlink f
		read d/f -> "two"
		stat g -> file:3:3
		rename g hf
		stat g -> file:3:3
		ls . -> [d/,g,hf,hl@,l@]
		unlink hf
		unlink g
		stat d/f -> file:2:1|file:3:1`},
	{"unlink while open", `
		write f keep
		openrw f h
		unlink f
		fread h -> "keep"
		fwrite h 4 ing
		fread h -> "keeping"
		fstat h -> file:7:0
		write f other
		fread h -> "keeping"
		read f -> "other"
		close h
		read f -> "other"`},
	{"directories removed while open", `
		mkdir d
		opendir d h
		rmdir d
		fstat h -> dir
		mkdir @h x -> no-entry
		create @h x -> no-entry
		symlink @h x y -> no-entry
		stat @h . -> dir
		stat @h x -> no-entry
		write f x
		renameto f h f -> no-entry
		close h`},
	{"directories renamed while open", `
		mkdir d
		write d/f text
		opendir d h
		rename d e
		read @h f -> "text"
		create @h g
		ls e -> [f,g]
		mkdir d
		ls d -> []
		rename @h f k
		ls e -> [g,k]
		write top x
		renameto top h top
		ls e -> [g,k,top]
		close h`},
	{"rename", `
		rename a b -> no-entry
		write a A
		rename a b
		read b -> "A"
		stat a -> no-entry
		rename b b
		write c C
		rename c b
		read b -> "C"
		mkdir d
		rename b d -> is-directory
		rename d b -> not-directory
		rename b d/ -> not-directory|is-directory
		rename b/ x -> not-directory
		rename b x/ -> not-directory
		rename b d/b
		rename d/b b
		mkdir e
		rename d e
		stat d -> no-entry
		mkdir d
		write e/x x
		rename d e -> not-empty
		rename e d
		read d/x -> "x"
		rename d d/sub -> invalid
		mkdir d/sub
		rename d d/sub/deep -> invalid
		rename d/sub d -> not-empty
		rename d d2/
		rename d2/ d
		rename d/ d/
		rename missing/ x -> no-entry
		rename d missing/x -> no-entry
		rename d b/x -> not-directory
		symlink d l
		rename l/ x -> not-directory
		rename b l
		read l -> "C"
		ls . -> [d/,l]`},
	{"rename over an open file", `
		write a A
		write b B
		open b h
		rename a b
		fread h -> "B"
		fstat h -> file:1:0
		read b -> "A"
		close h`},
	{"renamed parents", `
		mkdir a
		mkdir b
		mkdir a/x
		write a/x/f deep
		rename a/x b/y
		read b/y/f -> "deep"
		stat b/y/../../a -> dir
		ls a -> []
		rename b a/b
		read a/b/y/f -> "deep"
		rename a a/b/y/z -> invalid
		rmdir a -> not-empty`},
	{"trailing slashes that create", `
		create new/ -> is-directory
		createx new/ -> is-directory|exist
		write f x
		create f/ -> is-directory
		unlink f/ -> not-directory
		rmdir f/ -> not-directory
		unlink missing/ -> no-entry
		rmdir missing/ -> no-entry
		stat missing/ -> no-entry
		stat f// -> not-directory
		symlink f l
		unlink l/ -> not-directory
		trunc f/ -> not-directory
		trunc l/ -> not-directory
		ls . -> [f,l@]`},
}
