# What every target of ours is compiled with; sanitizers go through here too, so that all objects agree.
add_library(toofew_warnings INTERFACE)
target_compile_options(toofew_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                       $<$<AND:$<BOOL:${TOOFEW_WERROR}>,$<COMPILE_LANGUAGE:CXX>>:-Werror>)
# Clang takes what std::stable_sort of libstdc++ 12 calls for a call of ours; g++ looks after those.
target_compile_options(toofew_warnings INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
if(TOOFEW_SANITIZE)
  add_compile_options(-fsanitize=${TOOFEW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TOOFEW_SANITIZE})
endif()
if(TOOFEW_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # counts the edges that an input takes
endif()
