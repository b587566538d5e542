extension Claims {
    /// What a token says, its signature unread.
    ///
    /// For the bearer's own token on the bearer's own device, to warn early of what a service would
    /// refuse. Whoever decides anything by a token verifies it: see ``TokenVerifier``.
    ///
    /// Throws `malformedToken` or `invalidClaims`.
    public static func unverified(_ token: String) throws(AccessError) -> Claims {
        var token = token
        let payload = token.withUTF8 { utf8 in
            // SAFETY: the buffer is only read while the closure runs.
            Result { () throws(AccessError) in
                try PasetoV4Public(parsing: UnsafeRawBufferPointer(utf8)).payload
            }
        }
        return try Claims(json: try payload.get())
    }
}
