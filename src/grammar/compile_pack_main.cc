// Run while toofew is built: checks a language's rules, and writes them as the program carries them.
//   toofew_packc LANGUAGE FILE

#include <cstdio>
#include <fstream>

#include "grammar/pack.h"
#include "grammar/pack_file.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: toofew_packc LANGUAGE FILE\n", stderr);
    return 2;
  }
  try {
    const auto pack = toofew::load_pack(argv[1], toofew::built_in_rules(argv[1]));
    std::ofstream file(argv[2], std::ios::binary);
    file << toofew::write_pack(*pack);
    if (!file.flush()) throw toofew::Error(std::string("cannot write ") + argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
