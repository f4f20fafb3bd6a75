// Compiled into the addon: TensorFlow's libraries tell about the processor on stderr before anybody can ask them not to.
// Errors still come through.
#include "absl/base/log_severity.h"
#include "absl/log/globals.h"

namespace {
const bool silenced = [] {
  absl::SetStderrThreshold(absl::LogSeverityAtLeast::kError);
  return true;
}();
}  // namespace
