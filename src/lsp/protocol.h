#pragma once

#include <string>
#include <string_view>

#include "lsp/transport.h"
#include "lsp/types.h"

// The only part of the server that knows JSON.

namespace toofew::lsp {

/// What a body says. Never throws: what is no message of the protocol is Malformed.
Message read_message(std::string_view body);

/// A client at the other end of a transport, which must outlive it.
class RemoteClient : public Client {
 public:
  explicit RemoteClient(Transport& transport) : transport_(transport) {}

  void meet(const ClientCapabilities& capabilities, std::optional<std::int64_t> process) override;
  bool has_gone() const override { return has_gone_; }
  void reply(const Id& id, const Result& result) override;
  void fail(const std::optional<Id>& id, ErrorCode code, const std::string& reason) override;
  void publish(const std::string& uri, std::optional<int> version, const std::vector<Diagnostic>& items) override;
  void show_message(MessageType type, const std::string& message) override;
  void progress(const Progress& progress) override;
  void ask_settings(const Id& id) override;
  void watch_files(const Id& id, const std::vector<std::string>& patterns) override;
  void refresh_diagnostics(const Id& id) override;
  void create_progress(const Id& id, const Id& token) override;
  void show_document(const Id& id, const std::string& uri) override;

 private:
  void send(const std::string& body);

  Transport& transport_;
  ClientCapabilities capabilities_;
  bool has_gone_ = false;
};

}  // namespace toofew::lsp
