# What every target of ours is compiled with; sanitizers go through here too, so that all objects agree.
add_library(toofew_warnings INTERFACE)
target_compile_options(toofew_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                       $<$<BOOL:${TOOFEW_WERROR}>:-Werror>)
if(TOOFEW_SANITIZE)
  add_compile_options(-fsanitize=${TOOFEW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TOOFEW_SANITIZE})
endif()
if(TOOFEW_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # counts the edges that an input takes
endif()
