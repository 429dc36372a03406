package component

// #include "shim.h"
import "C"

// CPUFeatures lists the features of this processor that Cranelift looks for: code that
// uses them can't run where they are missing.
func CPUFeatures() string {
	list := ""
	for feature, name := range [...]string{
		C.QV_CPU_SSE3: "sse3", C.QV_CPU_SSSE3: "ssse3", C.QV_CPU_SSE41: "sse41", C.QV_CPU_SSE42: "sse42",
		C.QV_CPU_POPCNT: "popcnt", C.QV_CPU_AVX: "avx", C.QV_CPU_AVX2: "avx2", C.QV_CPU_FMA: "fma",
		C.QV_CPU_BMI1: "bmi1", C.QV_CPU_BMI2: "bmi2", C.QV_CPU_AVX512F: "avx512f", C.QV_CPU_AVX512DQ: "avx512dq",
		C.QV_CPU_AVX512VL: "avx512vl", C.QV_CPU_AVX512VBMI: "avx512vbmi", C.QV_CPU_AVX512BITALG: "avx512bitalg",
		C.QV_CPU_LSE: "lse", C.QV_CPU_FP16: "fp16",
	} {
		if bool(C.qv_cpu_has(C.uint32_t(feature))) {
			list += name + ","
		}
	}
	return list
}
