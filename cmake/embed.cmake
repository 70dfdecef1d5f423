# toofew_embed(TARGET FOLDERS folder… FILES path…): lets the target carry the files, for src/base/embedded.h, each by its
# path in that of the folders which holds it. Run as a script it writes the two sources; the assembler copies the bytes.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(toofew_embed_script ${CMAKE_CURRENT_LIST_FILE})

  function(toofew_embed target)
    cmake_parse_arguments(PARSE_ARGV 1 embed "" "" "FOLDERS;FILES")
    set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded/${target})
    add_custom_command(
      OUTPUT ${out}.cc ${out}.s
      COMMAND ${CMAKE_COMMAND} "-DFOLDERS=${embed_FOLDERS}" "-DFILES=${embed_FILES}" -DOUT=${out}
              -P ${toofew_embed_script}
      DEPENDS ${toofew_embed_script} ${embed_FILES}
      VERBATIM)
    # An assembler has no use for the options of C++, and Clang would tell of each.
    set_source_files_properties(${out}.s PROPERTIES OBJECT_DEPENDS "${embed_FILES}"
      COMPILE_OPTIONS $<$<CXX_COMPILER_ID:Clang>:-Wno-unused-command-line-argument>)
    target_sources(${target} PRIVATE ${out}.cc ${out}.s)
  endfunction()
  return()
endif()

set(assembly "    .section .rodata\n")
set(externs "")
set(entries "")
set(index 0)
foreach(file IN LISTS FILES)
  foreach(folder IN LISTS FOLDERS)
    cmake_path(IS_PREFIX folder ${file} is_inside)
    if(is_inside)
      cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${folder} OUTPUT_VARIABLE name)
    endif()
  endforeach()
  string(APPEND assembly
    "    .global toofew_file_${index}\n    .balign 16\ntoofew_file_${index}:\n    .incbin \"${file}\"\n"
    "    .global toofew_file_${index}_end\ntoofew_file_${index}_end:\n    .byte 0\n")
  string(APPEND externs "extern const char toofew_file_${index}[], toofew_file_${index}_end[];\n")
  string(APPEND entries
    "    {\"${name}\", {toofew_file_${index}, static_cast<std::size_t>(toofew_file_${index}_end - toofew_file_${index})}},\n")
  math(EXPR index "${index} + 1")
endforeach()
string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")
file(WRITE ${OUT}.s "${assembly}")
file(WRITE ${OUT}.cc "#include \"base/embedded_table.h\"\n
extern \"C\" {\n${externs}}\n
namespace toofew {\n
std::vector<EmbeddedFile> embedded_table() {\n  return {\n${entries}  };\n}\n
}  // namespace toofew\n")
