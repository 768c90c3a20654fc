// One flush for everything a batch of tasks has written. Flushing each file by itself costs a disk round trip per file.
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

#include "job_worker.h"

#ifdef __linux__
#include <fcntl.h>
#include <unistd.h>

namespace gam::binding {
namespace {

void sync_file_system_of(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw std::runtime_error("open: " + std::string(std::strerror(errno)));
  const int result = syncfs(descriptor);
  const int code = errno;
  close(descriptor);
  if (result != 0) throw std::runtime_error("syncfs: " + std::string(std::strerror(code)));
}

// syncFileSystem(path: string, { threads }): Promise<undefined>
Napi::Value sync_file_system(const Napi::CallbackInfo& info) {
  if (!info[0].IsString()) throw Napi::TypeError::New(info.Env(), "argument 0 must be a path");
  const std::string path = info[0].As<Napi::String>();
  return JobWorker::start(info, [path](const runtime::Job&) {
    sync_file_system_of(path);
    return [](Napi::Env env) -> Napi::Value { return env.Undefined(); };
  });
}

}  // namespace

void register_sync(Napi::Env env, Napi::Object exports) {
  exports.Set("syncFileSystem", Napi::Function::New(env, sync_file_system, "syncFileSystem"));
}

}  // namespace gam::binding
#else
namespace gam::binding {
void register_sync(Napi::Env, Napi::Object) {}  // no system call for it here: the caller flushes file by file
}  // namespace gam::binding
#endif
