# Makes an error of memory, should there be one, end the program instead of being of use to who sent the draft: what Debian
# calls hardening=+all, and the cheap checks of the standard library. `hardening` of the tests reads the binary for it.
option(TOOFEW_HARDENING "Compile with the checks that a hostile draft would have to get past" ON)
if(NOT TOOFEW_HARDENING OR TOOFEW_SANITIZE)
  return()
endif()

include(CheckPIESupported)
check_pie_supported()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_compile_options(-fstack-protector-strong -fstack-clash-protection)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  add_compile_options(-fcf-protection)
endif()
add_compile_definitions(_GLIBCXX_ASSERTIONS)
# Of use only where the compiler optimises; a distribution's own level stays.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT CMAKE_CXX_FLAGS MATCHES "_FORTIFY_SOURCE")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
add_link_options(LINKER:-z,relro,-z,now,-z,noexecstack)
