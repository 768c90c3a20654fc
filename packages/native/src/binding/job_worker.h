// Runs a kernel on the addon's own threads (never the libuv pool) and settles a JS promise.
//
//   return JobWorker::start(info, [spans...](const runtime::Job& job) {   // own thread: no Napi call in here
//     kernels::something(job, ...);
//     return [=](Napi::Env env) -> Napi::Value { ... };                   // JS thread: makes the result
//   });
//
// The last argument of every job is { threads, control? }: control is an Int32Array of two or three in a SharedArrayBuffer or
// ArrayBuffer; [0] != 0 cancels, [1] receives the progress in parts per million, [2] counts the parts done. All arguments are pinned until settled.
// threads = 0 runs the kernel at once on the calling thread: for work that is done before a thread would have started.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "arguments.h"
#include "runtime/job.hpp"

namespace gam::binding {

class JobWorker {
 public:
  using MakeResult = std::function<Napi::Value(Napi::Env)>;
  using Kernel = std::function<MakeResult(const runtime::Job&)>;

  static Napi::Value start(const Napi::CallbackInfo& info, Kernel kernel) {
    const Napi::Env env = info.Env();
    const Napi::Object run = object_argument(info, info.Length() - 1);
    auto* worker = new JobWorker(env);
    try {
      worker->threads_ = static_cast<unsigned>(member(run, "threads"));
      worker->kernel_ = std::move(kernel);
      if (const Napi::Value control = run.Get("control"); control.IsTypedArray())
        worker->take_control(control.As<Napi::Int32Array>());
      for (std::size_t i = 0; i < info.Length(); ++i)
        if (info[i].IsObject()) worker->pins_.push_back(Napi::Persistent(info[i].As<Napi::Object>()));
      if (worker->threads_ > 0)
        worker->settle_ = Napi::ThreadSafeFunction::New(
            env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}), "gam-job", 0, 1);
    } catch (...) {
      delete worker;
      throw;
    }
    const Napi::Promise promise = worker->deferred_.Promise();
    if (worker->threads_ == 0) {
      worker->compute();
      worker->finish(env);
    } else {
      std::thread([worker] { worker->run(); }).detach();
    }
    return promise;
  }

 private:
  explicit JobWorker(Napi::Env env) : deferred_(Napi::Promise::Deferred::New(env)) {}

  void take_control(Napi::Int32Array control) {
    flags_ = control.Data();
    if (control.ElementLength() > 2) beats_ = flags_ + 2;
  }

  void run() {
    compute();
    auto settle = settle_;  // outlives `this`, which the callback deletes
    settle.BlockingCall(this, [](Napi::Env env, Napi::Function, JobWorker* self) { self->finish(env); });
    settle.Release();
  }

  void compute() {
    runtime::Control control;
    control.external = flags_;
    control.beats = beats_;
    try {
      make_result_ = kernel_(runtime::Job(threads_, &control));
    } catch (const runtime::Cancelled&) {
      cancelled_ = true;
    } catch (const std::exception& error) {
      error_ = error.what();
      if (error_.empty()) error_ = "unknown error";
    }
  }

  void finish(Napi::Env env) {
    const std::unique_ptr<JobWorker> self(this);
    const Napi::HandleScope scope(env);
    try {
      if (cancelled_) {
        const Napi::Error error = Napi::Error::New(env, "cancelled");
        error.Set("code", Napi::String::New(env, "GAM_CANCELLED"));
        deferred_.Reject(error.Value());
      } else if (!error_.empty()) {
        deferred_.Reject(Napi::Error::New(env, error_).Value());
      } else {
        deferred_.Resolve(make_result_(env));
      }
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    }
  }

  Napi::Promise::Deferred deferred_;
  Napi::ThreadSafeFunction settle_;
  std::vector<Napi::ObjectReference> pins_;
  Kernel kernel_;
  MakeResult make_result_;
  std::string error_;
  bool cancelled_ = false;
  unsigned threads_ = 1;
  std::int32_t* flags_ = nullptr;
  std::int32_t* beats_ = nullptr;
};

}  // namespace gam::binding
