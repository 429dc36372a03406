;; A function of the world that uses types of interfaces without a name for them
;; in the world, two of which have the same name.
(component
  (import "a:b/one" (instance $one (export "r" (type (sub resource)))))
  (import "a:b/two" (instance $two (type $e (enum "x")) (export "r" (type (eq $e)))))
  (alias export $one "r" (type $r1))
  (alias export $two "r" (type $r2))
  (import "f" (func (param "a" (own $r1)) (param "b" $r2) (param "c" (list (borrow $r1)))))
)
