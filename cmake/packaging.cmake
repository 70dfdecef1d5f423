# What `cpack` makes in a build folder: a Debian package and an archive. docs/building.md tells how both are made and tried.
# With SOURCE_DATE_EPOCH in the environment, the same sources give the same bytes.
if(NOT TARGET toofew)
  return()
endif()

# libgit2 is loaded when it is needed, so that nothing tells it but its header.
string(REGEX MATCH "^[0-9]+\\.[0-9]+" libgit2_soversion "${libgit2_VERSION}")

find_package(Python3 COMPONENTS Interpreter)
if(Python3_FOUND)
  # What the program is made of, for those who must know when a part of it has a hole.
  set(sbom ${CMAKE_CURRENT_BINARY_DIR}/toofew.spdx.json)
  set(libraries ${CMAKE_CURRENT_SOURCE_DIR}/cmake/debian-packages.txt)
  add_custom_command(OUTPUT ${sbom}
    COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/cmake/sbom.py $<TARGET_FILE:toofew> ${PROJECT_VERSION}
            ${libraries} ${sbom} libgit2.so.${libgit2_soversion}
    DEPENDS toofew ${CMAKE_CURRENT_SOURCE_DIR}/cmake/sbom.py ${libraries} VERBATIM)
  add_custom_target(toofew_sbom ALL DEPENDS ${sbom})
  install(FILES ${sbom} DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_VENDOR "the authors of toofew")
set(CPACK_PACKAGE_CONTACT "the authors of toofew <toofew@users.noreply.example>")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_PACKAGE_FILE_NAME toofew-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})

set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/pack-files.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS libgit2-${libgit2_soversion})
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "pre-publication disclosure linter for marketing copy")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"toofew reads drafts of posts, finds statements about small groups of customers
and holds them against thresholds of k-anonymity, before they are published.
It runs in a terminal, as a check of a repository and in editors.")
include(CPack)
