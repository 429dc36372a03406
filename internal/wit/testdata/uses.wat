;; Types that go from interface to interface, under other names, and into the
;; world; functions of the world with a resource of its own.
(component
  (import "a:one/types@1.0.0" (instance $one
    (type $p0 (record (field "x" u32)))
    (export "point" (type $p (eq $p0)))
    (export "size" (type (eq $p)))
    (export "res" (type (sub resource)))))
  (alias export $one "point" (type $point))
  (alias export $one "size" (type $size))
  (alias export $one "res" (type $res))
  (import "a:one/more@1.0.0" (instance $more
    (alias outer 1 $point (type $p0))
    (export "point" (type $p (eq $p0)))
    (alias outer 1 $size (type $s0))
    (export "extent" (type $s (eq $s0)))
    (export "f" (func (param "p" $p) (result $s)))))
  (alias export $more "extent" (type $extent))
  (import "b:two/other" (instance
    (alias outer 1 $extent (type $s0))
    (export "measure" (type $s (eq $s0)))
    (alias outer 1 $res (type $r0))
    (export "res" (type $r (eq $r0)))
    (export "g" (func (param "s" $s) (param "r" (borrow $r)) (result (own $r))))))
  (import "point" (type $wp (eq $point)))
  (import "thing" (type $thing (sub resource)))
  (type $rec0 (record (field "p" $wp)))
  (import "rec" (type $rec (eq $rec0)))
  (import "[constructor]thing" (func (result (own $thing))))
  (import "[method]thing.get" (func (param "self" (borrow $thing)) (result $rec)))
  (import "h" (func (param "p" $wp))))
