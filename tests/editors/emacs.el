;;; emacs.el --- Opens drafts in Emacs and writes down what it shows  -*- lexical-binding: t; -*-

;; Emacs has been set up by what is tested; see run.py for the task and the answer.

(require 'json)
(require 'cl-lib)

(defun test-read (name)
  "Read the file that the environment variable NAME names."
  (with-temp-buffer
    (insert-file-contents (getenv name))
    (json-parse-buffer :object-type 'plist :array-type 'list)))

(defun test-place (position)
  "Tell the line and column of POSITION, from 1, in code points."
  (save-excursion
    (goto-char position)
    (list (line-number-at-pos) (1+ (- (point) (line-beginning-position))))))

(defun test-level (type)
  "Tell the severity that the TYPE of a diagnostic stands for."
  (pcase type ('eglot-error "error") ('eglot-warning "warning") ('eglot-note "note") (_ (format "%s" type))))

(defun test-underlined ()
  "Tell what is underlined: line, column, end line, end column, level; the end behind."
  (vconcat
   (mapcar (lambda (overlay)
             (vconcat (test-place (overlay-start overlay)) (test-place (overlay-end overlay))
                      (list (test-level (flymake-diagnostic-type (overlay-get overlay 'flymake-diagnostic))))))
           (sort (cl-remove-if-not (lambda (overlay) (overlay-get overlay 'flymake-diagnostic))
                                   (overlays-in (point-min) (point-max)))
                 (lambda (a b) (< (overlay-start a) (overlay-start b)))))))

(defun test-wait (what condition)
  "Wait for WHAT until CONDITION holds."
  (with-timeout (20 (error "Waited in vain for %s" what))
    (while (not (funcall condition)) (accept-process-output nil 0.02))))

(defun test-wait-for-findings (count)
  "Wait until COUNT findings are underlined."
  (test-wait (format "%d findings" count) (lambda () (= (length (test-underlined)) count))))

(defun test-open (path)
  "Open the file PATH and wait for the server."
  (switch-to-buffer (find-file-noselect path))
  (run-hooks 'post-command-hook)        ; Eglot starts once a command is over
  (test-wait "the server" #'eglot-current-server)
  (flymake-start))

(defun test-run (task)
  "Do the TASK and return the answer."
  (let ((shown (make-hash-table :test 'equal)) typed hover actions)
    (dolist (draft (plist-get task :drafts))
      (test-open (plist-get draft :path))
      (test-wait-for-findings (plist-get draft :findings))
      (puthash (plist-get draft :path) (test-underlined) shown))
    (let* ((edit (plist-get task :edit)) (line (plist-get edit :line)))
      (test-open (plist-get edit :path))
      (test-wait-for-findings 1)
      (goto-char (point-min))
      (insert (plist-get edit :insert) "\n")
      (eglot--signal-textDocument/didChange)
      (test-wait "the line to have moved"
                 (lambda () (equal (mapcar (lambda (found) (aref found 0)) (test-underlined)) (list line))))
      (test-wait "a new report" (lambda () (null eglot--recent-changes)))
      (setq typed (test-underlined))
      (goto-char (point-min))
      (forward-line (1- line))
      (end-of-line)
      (backward-char 12)
      (setq hover (eglot--hover-info
                   (plist-get (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                               (eglot--TextDocumentPositionParams))
                              :contents)))
      (let ((before (buffer-string)) (last-nonmenu-event ?x))
        (cl-letf (((symbol-function 'completing-read)
                   (lambda (_prompt choices &rest _)
                     (setq actions (mapcar (lambda (choice) (if (consp choice) (car choice) choice)) choices))
                     (car actions)))
                  ((symbol-function 'y-or-n-p) #'always))
          (eglot-code-actions (point) nil nil t))
        (test-wait "the change of the first action" (lambda () (not (equal before (buffer-string))))))
      (eglot--signal-textDocument/didChange)
      (test-wait "a new report" (lambda () (/= (length (test-underlined)) 1)))
      (list :shown shown :typed typed :hover (substring-no-properties hover)
            :actions (vconcat actions) :fixed (buffer-substring-no-properties (point-min) (point-max))
            :left (test-underlined)))))

(let ((answer (condition-case error (test-run (test-read "TOOFEW_TASK"))
                (error (list :error (format "%S" error)))))
      (coding-system-for-write 'utf-8-unix))
  (with-temp-file (getenv "TOOFEW_ANSWER") (insert (json-serialize answer)))
  (let ((kill-emacs-hook nil)) (kill-emacs)))

;;; emacs.el ends here
