;; An interface that is imported in part and exported in full, by an instance of
;; a component inside.
(component
  (import "a:b/c@1.0.0" (instance $in
    (type $e0 (enum "a" "b"))
    (export "e" (type (eq $e0)))
    (export "first" (func (result u32)))))
  (core module $m (func (export "f") (result i32) i32.const 0))
  (core instance $i (instantiate $m))
  (type $ft (func (result u32)))
  (func $f (type $ft) (canon lift (core func $i "f")))
  (component $c
    (import "f" (func $f (result u32)))
    (type $e0 (enum "a" "b"))
    (export $e "e" (type $e0))
    (type $more0 (record (field "e" $e)))
    (export "more" (type $more0))
    (export "first" (func $f))
    (export "second" (func $f)))
  (instance $out (instantiate $c (with "f" (func $f))))
  (export "a:b/c@1.0.0" (instance $out)))
