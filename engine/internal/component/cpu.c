// What the processor can do.
#include "shim.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>

#define QV_HWCAP_FPHP (1UL << 9)
#define QV_HWCAP_ATOMICS (1UL << 8)
#endif

// The compiler's own library has asked the processor when the program was loaded. To
// ask once more takes microseconds each time where the processor is a virtual one.
bool qv_cpu_has(uint32_t feature) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (feature) {
  case QV_CPU_SSE3:
    return __builtin_cpu_supports("sse3") != 0;
  case QV_CPU_SSSE3:
    return __builtin_cpu_supports("ssse3") != 0;
  case QV_CPU_SSE41:
    return __builtin_cpu_supports("sse4.1") != 0;
  case QV_CPU_SSE42:
    return __builtin_cpu_supports("sse4.2") != 0;
  case QV_CPU_POPCNT:
    return __builtin_cpu_supports("popcnt") != 0;
  case QV_CPU_AVX:
    return __builtin_cpu_supports("avx") != 0;
  case QV_CPU_AVX2:
    return __builtin_cpu_supports("avx2") != 0;
  case QV_CPU_FMA:
    return __builtin_cpu_supports("fma") != 0;
  case QV_CPU_BMI1:
    return __builtin_cpu_supports("bmi") != 0;
  case QV_CPU_BMI2:
    return __builtin_cpu_supports("bmi2") != 0;
  case QV_CPU_AVX512F:
    return __builtin_cpu_supports("avx512f") != 0;
  case QV_CPU_AVX512DQ:
    return __builtin_cpu_supports("avx512dq") != 0;
  case QV_CPU_AVX512VL:
    return __builtin_cpu_supports("avx512vl") != 0;
  case QV_CPU_AVX512VBMI:
    return __builtin_cpu_supports("avx512vbmi") != 0;
  case QV_CPU_AVX512BITALG:
    return __builtin_cpu_supports("avx512bitalg") != 0;
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
