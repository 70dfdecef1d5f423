# Run by cpack before it packs: what Debian wants a package to have besides (Debian Policy, chapter 12).
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()

set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX}/share)
set(doc ${share}/doc/toofew)

file(READ ${doc}/NOTICE notice)
file(READ ${doc}/WORDNET-LICENSE wordnet)
file(WRITE ${doc}/copyright "${notice}\nThe Apache License, Version 2.0, is in /usr/share/common-licenses/Apache-2.0.\n\n${wordnet}")
file(REMOVE ${doc}/LICENSE)

function(compress from to)
  execute_process(COMMAND gzip -9nc ${from} OUTPUT_FILE ${to} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # of SOURCE_DATE_EPOCH, where that is set
file(WRITE ${doc}/changelog "toofew (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * CHANGELOG.md.gz tells what is new.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
compress(${doc}/changelog ${doc}/changelog.gz)
compress(${CMAKE_CURRENT_LIST_DIR}/../CHANGELOG.md ${doc}/CHANGELOG.md.gz)
file(REMOVE ${doc}/changelog)
compress(${share}/man/man1/toofew.1 ${share}/man/man1/toofew.1.gz)
file(REMOVE ${share}/man/man1/toofew.1)
