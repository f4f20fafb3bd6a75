// Compiled into the addon. TensorFlow's library tells about the processor on stderr while it is being loaded, before
// anybody can ask it not to. The loader looks a name up in the addon before it looks in the libraries that the addon
// needs, so this definition stands in for the library's own: what is below an error is not said.
#include "absl/base/config.h"
#include "absl/base/log_severity.h"
#include "absl/log/globals.h"

namespace absl {
ABSL_NAMESPACE_BEGIN
LogSeverityAtLeast MinLogLevel() { return LogSeverityAtLeast::kError; }
ABSL_NAMESPACE_END
}  // namespace absl
