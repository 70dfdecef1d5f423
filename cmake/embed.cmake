# Writes a C++ source that carries every file of FOLDER, for src/base/embedded.h.
# Called as a script: cmake -DFOLDER=… -DFILES=a;b -DOUT=… -P embed.cmake. The assembler copies the bytes (.incbin).
set(assembly "    .section .rodata\n")
set(externs "")
set(entries "")
set(index 0)
foreach(file IN LISTS FILES)
  string(APPEND assembly
    "    .global toofew_file_${index}\n    .balign 16\ntoofew_file_${index}:\n    .incbin \"${FOLDER}/${file}\"\n"
    "    .global toofew_file_${index}_end\ntoofew_file_${index}_end:\n    .byte 0\n")
  string(APPEND externs "extern const char toofew_file_${index}[], toofew_file_${index}_end[];\n")
  string(APPEND entries
    "    {\"${file}\", {toofew_file_${index}, static_cast<std::size_t>(toofew_file_${index}_end - toofew_file_${index})}},\n")
  math(EXPR index "${index} + 1")
endforeach()
string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")
file(WRITE ${OUT}.s "${assembly}")
file(WRITE ${OUT}.cc "#include \"base/embedded_table.h\"\n
extern \"C\" {\n${externs}}\n
namespace toofew {\n
std::vector<EmbeddedFile> embedded_table() {\n  return {\n${entries}  };\n}\n
}  // namespace toofew\n")
