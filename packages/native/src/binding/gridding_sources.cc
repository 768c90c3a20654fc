#include "gridding_bindings.h"
#include "job_worker.h"
#include "kernels/equivalent_fit.hpp"
#include "kernels/equivalent_tree.hpp"

namespace gam::binding {

// fitSources(easting, northing, upward, values, weights | undefined, source easting, northing, upward,
//            { damping, window, rounds, seed }, charges, run): { windows, largestSources, largestReadings }
Napi::Value fit_sources(const Napi::CallbackInfo& info) {
  const kernels::Places readings = places_argument(info, 0);
  const auto values = array_argument<double>(info, 3), weights = optional_array_argument<double>(info, 4);
  const kernels::Places sources = places_argument(info, 5);
  const Napi::Object object = object_argument(info, 8);
  const kernels::EquivalentRequest request{member(object, "damping"), member(object, "window"),
                                           static_cast<std::size_t>(member(object, "rounds")),
                                           static_cast<std::uint32_t>(member(object, "seed"))};
  const auto charges = array_argument<double>(info, 9);
  require_sizes(info, values.size() == readings.size() && charges.size() == sources.size(), "a value per reading, a charge per source");
  require_sizes(info, info[4].IsUndefined() || weights.size() == values.size(), "a weight per reading");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    const kernels::EquivalentResult result = kernels::fit_sources(job, readings, values, weights, sources, request, charges);
    return [result](Napi::Env env) -> Napi::Value {
      Napi::Object facts = Napi::Object::New(env);
      facts.Set("windows", static_cast<double>(result.windows));
      facts.Set("largestSources", static_cast<double>(result.largest_sources));
      facts.Set("largestReadings", static_cast<double>(result.largest_readings));
      return facts;
    };
  });
}

// sourceField(source easting, northing, upward, charges, target easting, northing, upward, field, run)
Napi::Value source_field(const Napi::CallbackInfo& info) {
  const kernels::Places sources = places_argument(info, 0);
  const auto charges = array_argument<double>(info, 3);
  const kernels::Places targets = places_argument(info, 4);
  const auto field = array_argument<double>(info, 7);
  require_sizes(info, charges.size() == sources.size() && field.size() == targets.size(), "a charge per source, a field per target");
  return JobWorker::start(info, [=](const runtime::Job& job) {
    kernels::source_field(job, sources, charges, targets, field);
    return [](Napi::Env env) { return env.Undefined(); };
  });
}

}  // namespace gam::binding
