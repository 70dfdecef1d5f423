#pragma once

#include <git2.h>

namespace toofew {

/// The address of a function of libgit2, which is loaded when the first is asked for. Throws Error where there is none.
void* libgit2_function(const char* name);

/// Stands for a function of libgit2, and is called like it. Loading the library, and those that it is made with for a
/// network that toofew never asks, takes longer than a post takes to check, and most checks ask nothing of Git.
template <typename Function>
class LibGit2Function {
 public:
  constexpr explicit LibGit2Function(const char* name) : name_(name) {}
  // NOLINTNEXTLINE(google-explicit-constructor): it is called as the function is
  operator Function*() const { return reinterpret_cast<Function*>(libgit2_function(name_)); }

 private:
  const char* name_;
};

// In this namespace these names hide those of <git2.h>: what is missing here does not link.
#define TOOFEW_LIBGIT2(name) inline constexpr LibGit2Function<decltype(::name)> name(#name)
TOOFEW_LIBGIT2(git_buf_dispose);
TOOFEW_LIBGIT2(git_commit_free);
TOOFEW_LIBGIT2(git_commit_lookup);
TOOFEW_LIBGIT2(git_commit_parent_id);
TOOFEW_LIBGIT2(git_commit_parentcount);
TOOFEW_LIBGIT2(git_commit_time);
TOOFEW_LIBGIT2(git_commit_tree);
TOOFEW_LIBGIT2(git_config_free);
TOOFEW_LIBGIT2(git_config_get_path);
TOOFEW_LIBGIT2(git_diff_find_similar);
TOOFEW_LIBGIT2(git_diff_free);
TOOFEW_LIBGIT2(git_diff_get_delta);
TOOFEW_LIBGIT2(git_diff_num_deltas);
TOOFEW_LIBGIT2(git_diff_tree_to_index);
TOOFEW_LIBGIT2(git_diff_tree_to_workdir_with_index);
TOOFEW_LIBGIT2(git_error_last);
TOOFEW_LIBGIT2(git_ignore_path_is_ignored);
TOOFEW_LIBGIT2(git_index_entry_stage);
TOOFEW_LIBGIT2(git_index_entrycount);
TOOFEW_LIBGIT2(git_index_find_prefix);
TOOFEW_LIBGIT2(git_index_free);
TOOFEW_LIBGIT2(git_index_get_byindex);
TOOFEW_LIBGIT2(git_index_get_bypath);
TOOFEW_LIBGIT2(git_libgit2_init);
TOOFEW_LIBGIT2(git_libgit2_opts);
TOOFEW_LIBGIT2(git_merge_base);
TOOFEW_LIBGIT2(git_object_free);
TOOFEW_LIBGIT2(git_object_id);
TOOFEW_LIBGIT2(git_object_peel);
TOOFEW_LIBGIT2(git_odb_free);
TOOFEW_LIBGIT2(git_odb_object_data);
TOOFEW_LIBGIT2(git_odb_object_free);
TOOFEW_LIBGIT2(git_odb_object_size);
TOOFEW_LIBGIT2(git_odb_read);
TOOFEW_LIBGIT2(git_oid_cmp);
TOOFEW_LIBGIT2(git_oid_equal);
TOOFEW_LIBGIT2(git_oid_fromstr);
TOOFEW_LIBGIT2(git_oid_is_zero);
TOOFEW_LIBGIT2(git_oid_tostr_s);
TOOFEW_LIBGIT2(git_patch_free);
TOOFEW_LIBGIT2(git_patch_from_diff);
TOOFEW_LIBGIT2(git_patch_get_delta);
TOOFEW_LIBGIT2(git_patch_get_hunk);
TOOFEW_LIBGIT2(git_patch_num_hunks);
TOOFEW_LIBGIT2(git_reference_iterator_free);
TOOFEW_LIBGIT2(git_reference_iterator_new);
TOOFEW_LIBGIT2(git_reference_name_to_id);
TOOFEW_LIBGIT2(git_reference_next_name);
TOOFEW_LIBGIT2(git_repository_commondir);
TOOFEW_LIBGIT2(git_repository_config_snapshot);
TOOFEW_LIBGIT2(git_repository_free);
TOOFEW_LIBGIT2(git_repository_index);
TOOFEW_LIBGIT2(git_repository_odb);
TOOFEW_LIBGIT2(git_repository_is_shallow);
TOOFEW_LIBGIT2(git_repository_open_ext);
TOOFEW_LIBGIT2(git_repository_workdir);
TOOFEW_LIBGIT2(git_revparse_single);
TOOFEW_LIBGIT2(git_tree_free);
#undef TOOFEW_LIBGIT2

}  // namespace toofew
