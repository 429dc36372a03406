// What the processor can do.
#include "shim.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>

#define QV_HWCAP_FPHP (1UL << 9)
#define QV_HWCAP_ATOMICS (1UL << 8)
#endif

// Asking the processor takes microseconds each time where it is a virtual one, so
// whoever has asked already is asked here: the C library, where it says what it found
// (glibc since 2.34), or else the compiler's own library, which asks when the program
// is loaded.
#if defined(__x86_64__)
#if defined(__GLIBC__) && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif
#ifdef CPU_FEATURE_ACTIVE
#define QV_HAS(glibc, compiler) CPU_FEATURE_ACTIVE(glibc)
#else
#define QV_HAS(glibc, compiler) (__builtin_cpu_supports(compiler) != 0)
#endif
#endif

bool qv_cpu_has(uint32_t feature) {
#if defined(__x86_64__)
#ifndef CPU_FEATURE_ACTIVE
  __builtin_cpu_init();
#endif
  switch (feature) {
  case QV_CPU_SSE3:
    return QV_HAS(SSE3, "sse3");
  case QV_CPU_SSSE3:
    return QV_HAS(SSSE3, "ssse3");
  case QV_CPU_SSE41:
    return QV_HAS(SSE4_1, "sse4.1");
  case QV_CPU_SSE42:
    return QV_HAS(SSE4_2, "sse4.2");
  case QV_CPU_POPCNT:
    return QV_HAS(POPCNT, "popcnt");
  case QV_CPU_AVX:
    return QV_HAS(AVX, "avx");
  case QV_CPU_AVX2:
    return QV_HAS(AVX2, "avx2");
  case QV_CPU_FMA:
    return QV_HAS(FMA, "fma");
  case QV_CPU_BMI1:
    return QV_HAS(BMI1, "bmi");
  case QV_CPU_BMI2:
    return QV_HAS(BMI2, "bmi2");
  case QV_CPU_AVX512F:
    return QV_HAS(AVX512F, "avx512f");
  case QV_CPU_AVX512DQ:
    return QV_HAS(AVX512DQ, "avx512dq");
  case QV_CPU_AVX512VL:
    return QV_HAS(AVX512VL, "avx512vl");
  case QV_CPU_AVX512VBMI:
    return QV_HAS(AVX512_VBMI, "avx512vbmi");
  case QV_CPU_AVX512BITALG:
    return QV_HAS(AVX512_BITALG, "avx512bitalg");
  }
#elif defined(__aarch64__) && defined(__linux__)
  switch (feature) {
  case QV_CPU_LSE:
    return (getauxval(AT_HWCAP) & QV_HWCAP_ATOMICS) != 0;
  case QV_CPU_FP16:
    return (getauxval(AT_HWCAP) & QV_HWCAP_FPHP) != 0;
  }
#elif defined(__aarch64__) && defined(__APPLE__) // all of Apple's have both
  return feature == QV_CPU_LSE || feature == QV_CPU_FP16;
#endif
  (void)feature;
  return false;
}
