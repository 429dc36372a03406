;; Asynchronous functions, streams, futures, maps, lists of a fixed length,
;; error contexts.
(component
  (import "a:b/c@0.3.0" (instance
    (type $s0 (stream u8))
    (type $s1 (stream))
    (type $f0 (future $s0))
    (type $f1 (future))
    (type $fixed (list u8 16))
    (export "digest" (type $digest (eq $fixed)))
    (type $map (map string $digest))
    (export "table" (type $table (eq $map)))
    (export "bytes" (type $bytes (eq $s0)))
    (type $res (result $s1 (error error-context)))
    (export "go" (func async (param "a" $f0) (param "b" $f1) (param "t" $table) (result $res)))
    (export "now" (func (param "d" $digest) (param "m" $map) (result $bytes)))
    (export "r" (type $r (sub resource)))
    (export "[method]r.wait" (func async (param "self" (borrow $r))))
    (export "[static]r.all" (func async (result (list (own $r))))))))
