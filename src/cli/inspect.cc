#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/setups.h"
#include "document/reader.h"

namespace toofew {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string path;
  std::string input_format;
  std::string config;
};

Json to_json(const Reading& reading, const Part& part) {
  const ByteRange source = part.map.to_source(reading.content);
  Json json;
  json["stage"] = reading.stage;
  json["offset"] = source.begin;
  json["length"] = source.size();
  json["text"] = part.content.substr(reading.content.begin, reading.content.size());
  if (!reading.what.empty()) json["what"] = reading.what;
  if (!reading.rule.empty()) json["rule"] = reading.rule;
  if (reading.interval) {
    json["lo"] = reading.interval->lo;
    json["hi"] = reading.interval->hi ? Json(*reading.interval->hi) : Json(nullptr);
  }
  return json;
}

void inspect(const Options& options) {
  Setups setups(options.config);
  const Checker& checker = setups.for_file(options.path).checker();
  const Format format = format_of(options.path, options.input_format);
  const std::string bytes = read_file(options.path);
  const Document document = read_document(bytes, format, checker.config().fields(), options.path);
  for (const Part& part : document.parts) {
    std::vector<Reading> readings;
    Observer observer;
    observer.readings = &readings;
    checker.read(part, observer);
    for (const Reading& reading : readings) {
      fmt::print("{}\n", to_json(reading, part).dump(-1, ' ', false, Json::error_handler_t::replace));
    }
  }
}

constexpr const char* kFooter =
    R"(One JSON object a line: stage, offset and length (bytes of the file), text, and what the stage made of it.

Example:
  toofew inspect post.md | grep '"stage":"quantity"')";

}  // namespace

void add_inspect(CLI::App& app, int& status) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("inspect", "Show what each stage of reading made of a file, as JSON Lines");
  command->add_option("FILE", options->path, "The draft; '-' is standard input, with --input-format")
      ->required()
      ->type_name("");
  command->add_option("--input-format", options->input_format, "What the file is, whatever its name says")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(format_names()));
  add_config_option(*command, options->config);
  command->footer(kFooter);
  command->callback([options, &status] {
    inspect(*options);
    status = kClean;
  });
}

}  // namespace toofew
