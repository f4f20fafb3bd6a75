// Compiled into the addon. TensorFlow's matrix products are code that oneDNN writes at run time, and some of it (AVX-512,
// one factor transposed) does not stand a signal: as if the stack pointer served other ends meanwhile, the signal's frame
// is written into the heap, and the process ends with "corrupted size" or a segmentation fault. So the thread
// that loads the engine, and with it the engine's own threads, which inherit this, leave signals to the other threads of
// Node.js. Signals that speak of the thread's own doing stay, and SIGPROF, without which a CPU profile would be empty.
#include <csignal>
#include <initializer_list>

namespace {

__attribute__((constructor)) void leaveSignalsToOtherThreads() {
  sigset_t others;
  sigfillset(&others);
  for (int own : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGPROF, SIGSEGV, SIGSYS, SIGTRAP}) sigdelset(&others, own);
  pthread_sigmask(SIG_BLOCK, &others, nullptr);
}

}  // namespace
