"""Pages of retrospectives."""

TABLE = """
retrospectives:retrospective-list     GET  -         | everyone
retrospectives:retrospective-hold     GET  -         | everyone
retrospectives:retrospective          GET  board     | red ! only
retrospectives:retrospective-export   GET  board     | red ! only
retrospectives:retrospective-edit     GET  board     | red ! only
retrospectives:retrospective-close    POST board     | red ! only
retrospectives:retrospective-reopen   POST board     | red ! only
retrospectives:column-add             POST board     | red ! only
retrospectives:column-edit            POST column    | red ! only
retrospectives:column-remove          POST column    | red ! only
retrospectives:note-add               POST board     | red ! only
retrospectives:note-place             POST placing   | red ! only
retrospectives:note-edit              POST note      | red ! only
retrospectives:note-move              POST note      | red ! only
retrospectives:note-vote              POST note      | red ! only
retrospectives:note-remove            POST note      | red ! only
retrospectives:note-restore           POST note      | red ! only
retrospectives:note-ungroup           POST note      | red ! only
retrospectives:topic-add              POST board     | red ! only
retrospectives:topic-rename           POST topic     | red ! only
retrospectives:topic-vote             POST topic     | red ! only
retrospectives:agreement-add          POST board     | red ! only
retrospectives:agreement-edit         POST agreement | red ! only
retrospectives:agreement-drop         POST agreement | red ! only
retrospectives:agreement-keep         POST agreement | red ! only
retrospectives:file-item              GET  board     | red ! only
retrospectives:retrospective-let-in   POST board     | red ! only
retrospectives:retrospective-join     GET  guest     | everyone
retrospectives:notes-paste            GET  board     | red ! only
retrospectives:notes-bring            GET  -         | everyone
retrospectives:draft                  GET  draft     | member ! only
retrospectives:draft-correct          POST draft     | member ! only
retrospectives:draft-items            GET  draft     | member ! only
retrospectives:draft-store            POST draft     | member ! only
retrospectives:draft-discard          POST draft     | member ! only
"""
