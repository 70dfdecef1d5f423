# Run by cpack before it packs.

function(compress from to)
  execute_process(COMMAND gzip -9nc ${from} OUTPUT_FILE ${to} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# What Debian wants a package to have besides (Debian Policy, chapter 12).
function(add_debian_files share)
  set(doc ${share}/doc/toofew)
  file(READ ${doc}/NOTICE notice)
  file(READ ${doc}/WORDNET-LICENSE wordnet)
  file(WRITE ${doc}/copyright
       "${notice}\nThe Apache License, Version 2.0, is in /usr/share/common-licenses/Apache-2.0.\n\n${wordnet}")
  file(REMOVE ${doc}/LICENSE)

  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # of SOURCE_DATE_EPOCH, where that is set
  file(WRITE ${doc}/changelog "toofew (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * CHANGELOG.md.gz tells what is new.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  compress(${doc}/changelog ${doc}/changelog.gz)
  compress(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../CHANGELOG.md ${doc}/CHANGELOG.md.gz)
  compress(${share}/man/man1/toofew.1 ${share}/man/man1/toofew.1.gz)
  file(REMOVE ${doc}/changelog ${share}/man/man1/toofew.1)
endfunction()

# An archive brings the libraries that it is linked to, all but those of the C library, and their licences. libgit2, which
# is loaded where Git is asked, is left to the system, for it needs those for secure connections.
function(add_libraries top)
  set(program ${top}/bin/toofew)
  set(folder ${top}/lib/toofew)
  file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${program} RESOLVED_DEPENDENCIES_VAR libraries
       PRE_EXCLUDE_REGEXES "^ld-linux" "^lib(c|m|dl|pthread|rt)\\.so")
  foreach(library IN LISTS libraries)
    file(INSTALL ${library} DESTINATION ${folder} FOLLOW_SYMLINK_CHAIN MESSAGE_NEVER)
    file(REAL_PATH ${library} path)
    string(REGEX REPLACE "^/usr/" "/" path_without_usr ${path})  # dpkg knows one of the two
    execute_process(COMMAND dpkg-query --search ${path} ${path_without_usr} OUTPUT_VARIABLE owner ERROR_QUIET)
    string(REGEX REPLACE ":.*" "" owner "${owner}")
    configure_file(/usr/share/doc/${owner}/copyright ${top}/share/doc/toofew/licences/${owner} COPYONLY)
  endforeach()
  execute_process(COMMAND patchelf --set-rpath "$ORIGIN/../lib/toofew" ${program} COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB copies ${folder}/*.so.*)
  foreach(copy IN LISTS copies)
    if(NOT IS_SYMLINK ${copy})
      execute_process(COMMAND patchelf --set-rpath "$ORIGIN" ${copy} COMMAND_ERROR_IS_FATAL ANY)
    endif()
  endforeach()
endfunction()

set(top ${CPACK_TEMPORARY_INSTALL_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX})
if(CPACK_GENERATOR STREQUAL "DEB")
  add_debian_files(${top}/share)
else()
  add_libraries(${top})
endif()
