# All from Debian's packages; docs/building.md lists them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(gumbo REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(nettle REQUIRED IMPORTED_TARGET nettle)
pkg_check_modules(libgit2 REQUIRED libgit2)

add_library(toofew_dependencies INTERFACE)
target_link_libraries(toofew_dependencies INTERFACE
  Threads::Threads ICU::uc ICU::i18n nlohmann_json::nlohmann_json CLI11::CLI11 fmt::fmt yaml-cpp
  PkgConfig::re2 PkgConfig::md4c PkgConfig::gumbo PkgConfig::nettle ${CMAKE_DL_LIBS})
# Of libgit2 only the headers: src/cli/libgit2.h loads it when Git is asked.
target_include_directories(toofew_dependencies INTERFACE ${libgit2_INCLUDE_DIRS})
