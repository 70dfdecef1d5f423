# toofew_digests(OUT FOLDER FILE…): sets OUT to files in FOLDER, NAME.sha256 for each FILE, that hold the base64 of its
# SHA-256, as a Content-Security-Policy wants it. Run as a script it writes one.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(toofew_digest_script ${CMAKE_CURRENT_LIST_FILE})

  function(toofew_digests out folder)
    set(digests "")
    foreach(file IN LISTS ARGN)
      cmake_path(GET file FILENAME name)
      set(digest ${folder}/${name}.sha256)
      add_custom_command(
        OUTPUT ${digest}
        COMMAND ${CMAKE_COMMAND} -DFILE=${file} -DOUT=${digest} -P ${toofew_digest_script}
        DEPENDS ${toofew_digest_script} ${file}
        VERBATIM)
      list(APPEND digests ${digest})
    endforeach()
    set(${out} ${digests} PARENT_SCOPE)
  endfunction()
  return()
endif()

set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
file(SHA256 ${FILE} digits)
string(APPEND digits "00")  # 64 hexadecimal digits are 256 bits: 42 times 6, and 4 that are filled up
set(base64 "")
foreach(at RANGE 0 63 3)  # three digits are two letters
  string(SUBSTRING ${digits} ${at} 3 triple)
  math(EXPR high "0x${triple} >> 6")
  math(EXPR low "0x${triple} & 63")
  string(SUBSTRING ${alphabet} ${high} 1 first)
  string(SUBSTRING ${alphabet} ${low} 1 second)
  string(APPEND base64 ${first}${second})
endforeach()
string(SUBSTRING ${base64} 0 43 base64)
file(WRITE ${OUT} "${base64}=")
