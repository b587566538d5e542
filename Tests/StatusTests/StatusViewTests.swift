import Access
import Basics
import Catalogue
import Foundation
import Glibc
import Messages
import Operations
import Status
import TestKit
import Testing

@testable import Terminal
@testable import jatigi_status

@Suite struct StatusViewTests {
    private let now = Timestamp(millisecondsSinceEpoch: 1_800_000_000_000)
    private let day: Int64 = 86_400_000

    /// A program that is well, but for what the test changes.
    private func program(
        _ change: (inout HealthV1.ProgramStatus) -> Void = { _ in }
    ) -> HealthV1.ProgramStatus {
        var status = HealthV1.ProgramStatus(
            program: "jatigi-statistics", region: "ML19", version: "1.0.0", status: .serving)
        change(&status)
        return status
    }

    private func text(_ row: StatusRow, in language: Language = .english) -> String {
        StatusView(terminal: Terminal(language: language), now: now).text([row])
    }

    // A program whose certificate had expired counted as well, and the exit code was 0.
    @Test func `what expires within the notice makes a program not well, and says which`() {
        let notice = Int64(Renewal.notice / .milliseconds(1))
        let present = now.millisecondsSinceEpoch
        #expect(StatusRow(program()).isWell(at: now), "one that holds neither")
        for (expiry, isWell) in [
            (present + notice + 1, true), (present + notice, false), (present + 1, false),
            (present, false), (present - day, false),
        ] {
            let certificate = StatusRow(program { $0.certificateExpiresAtMilliseconds = expiry })
            let token = StatusRow(program { $0.tokenExpiresAtMilliseconds = expiry })
            #expect(certificate.isWell(at: now) == isWell, "\(expiry - present)")
            #expect(token.isWell(at: now) == isWell, "\(expiry - present)")
            for (row, english, french) in [
                (certificate, "certificate", "certificat"), (token, "token", "jeton"),
            ] {
                let verb = expiry <= present ? "expired on" : "expires on"
                #expect(text(row).contains("\(english) \(verb)") == !isWell)
                #expect(text(row, in: .french).contains("\(french) ") == !isWell)
            }
        }
    }

    @Test func `a reason that another program told names what that program named`() {
        let row = StatusRow(
            program {
                $0.region = "ML05"
                $0.status = .notServing
                $0.statusReason = "rpc.wrong_region"
                $0.statusArguments = [.init(name: "region", value: "ML19")]
            })
        #expect(text(row).contains("This service handles the region ML19 only."))
        #expect(text(row, in: .french).contains("la région ML19 seulement"))
    }

    @Test func `a follower is shown with its log, its position and what is left`() {
        let row = StatusRow(
            program {
                $0.followers = [
                    .init(
                        source: "registration", position: .init(sequence: 120), lag: .lagEvents(0)),
                    .init(
                        source: "deduplication", position: .init(sequence: 7), lag: .lagEvents(12)),
                    // One that has just started, and has not asked yet: it was shown as level.
                    .init(source: "directory", position: .init(sequence: 3)),
                ]
            })
        #expect(text(row).contains("registration:120+0 deduplication:7+12 directory:3+?"))
        #expect(text(row).contains("ML19"))
    }

    // It was wider than 200 columns, so that a terminal broke each of its lines.
    @Test func `the table fits the terminal, and tells what is behind in any`() {
        let rows = ["jatigi-statistics", "jatigi-deduplication"].map { name in
            StatusRow(
                program {
                    $0.program = name
                    $0.databaseBytes = 5_000
                    $0.followers = [
                        .init(
                            source: "registration", position: .init(sequence: 1_200_000),
                            lag: .lagEvents(17)),
                        .init(
                            source: "directory", position: .init(sequence: 1_000),
                            lag: .lagEvents(4)
                        ),
                    ]
                })
        }
        func lines(_ width: Int?) -> [Substring] {
            StatusView(terminal: Terminal(language: .french), now: now, width: width).text(rows)
                .split(separator: "\n")
        }
        for width in 40...240 {
            #expect(lines(width).allSatisfy { $0.count <= width }, "\(width)")
            #expect(lines(width)[0].contains("retard") && lines(width)[0].contains("état"))
        }
        #expect(lines(70)[2].contains(" 21") && !lines(70)[0].contains("suivi"))
        #expect(lines(120)[2].contains("registration:1200000+17 directory:1000+4"))
        #expect(lines(240) == lines(nil), "with room for all of them")
    }

    @Test func `what a screen does not hold is counted, and the headings stay`() {
        let view = StatusView(terminal: Terminal(language: .english), now: now, width: 90)
        let rows = Array(
            repeating: StatusRow(program { $0.statusReason = "storage.locked" }), count: 9)
        let shown = view.text(rows, lines: 10).split(separator: "\n")
        #expect(shown.count == 9 && shown[0].contains("service"))
        #expect(shown[8].contains("21 more lines"), "\(shown[8])")
        #expect(view.text(rows, lines: 60) == view.text(rows))
    }

    // Calls in flight were told, and nobody saw that half of them waited for their turn.
    @Test func `of the gateway it is told how many calls wait, and may`() throws {
        let row = StatusRow(
            program {
                $0.requestsInFlight = 17
                $0.requestsInFlightMax = 128
                $0.requestsWaiting = 5
                $0.requestsWaitingMax = 40
            })
        #expect(text(row).contains("in flight (waiting)") && text(row).contains(" 17/128 (5/40) "))
        #expect(text(StatusRow(program { $0.requestsInFlightMax = 128 })).contains(" 0/128 "))
        let json = try JSONEncoder().encode(StatusJSON(row, now: now))
        let text = String(decoding: json, as: UTF8.self)
        #expect(
            text.contains("\"requestsWaiting\":5") && text.contains("\"requestsWaitingMax\":40"))
    }

    @Test func `rows of several regions are told apart, in any width and below the table`() {
        func row(_ region: String) -> StatusRow {
            StatusRow(
                program {
                    $0.region = region
                    $0.statusReason = "storage.locked"
                })
        }
        func lines(_ regions: [String], _ width: Int?) -> [Substring] {
            StatusView(terminal: Terminal(language: .english), now: now, width: width)
                .text(regions.map(row)).split(separator: "\n")
        }
        for width in [40, 80, nil] {
            let shown = lines(["ML19", "ML05"], width)
            #expect(shown[2].contains("ML19") && shown[3].contains("ML05"), "\(shown)")
            #expect(shown.contains { $0.hasPrefix("ML05 jatigi-statistics: ") }, "\(shown)")
        }
        #expect(lines(["ML19", "ML19"], nil).last?.hasPrefix("jatigi-statistics: ") == true)
    }

    // Zero bytes free looked like a program without a disk.
    @Test func `a disk without any room is shown as that`() {
        #expect(text(StatusRow(program { $0.databaseBytes = 5_000 })).contains("5.0 kB        0 B"))
        #expect(text(StatusRow(program())).contains("–          –"), "one that has no database")
    }

    // It named the follower, which ran, instead of the followed program, which did not.
    @Test func `a follower whose source is out of reach names the source`() {
        let row = StatusRow(
            program {
                $0.followers = [
                    .init(source: "registration", lastFailureReason: "follower.out_of_reach")
                ]
            })
        #expect(!row.isWell(at: now))
        let note = text(row).split(separator: "\n").last ?? ""
        #expect(note.contains("service “registration” does not answer"), "\(note)")
    }

    // It said how many there are, and not which.
    @Test func `an event that could not be applied is named, with why and what to do`() {
        let row = StatusRow(
            program {
                $0.followers = [
                    .init(
                        source: "registration", quarantinedEvents: 2, heldEvents: 1,
                        setAsideEvents: 3,
                        unapplied: [
                            .init(sequence: 41, kind: "household_recorded", reason: "failed"),
                            .init(sequence: 57, kind: "unknown", reason: "event_unknown"),
                        ])
                ]
            })
        #expect(!row.isWell(at: now))
        let english = text(row)
        #expect(english.contains("event 41 (household_recorded)"), "\(english)")
        #expect(english.contains("jatigi events retry|set-aside statistics registration 41"))
        #expect(english.contains("this program does not know it"))
        #expect(english.contains("3 events set aside"))
        let french = text(row, in: .french)
        #expect(french.contains("événement 57 (unknown)"), "\(french)")
        #expect(french.contains("3 événements mis de côté"))
        #expect(
            StatusRow(program { $0.followers = [.init(source: "x", setAsideEvents: 1)] })
                .isWell(at: now))
    }

    @Test func `one that refuses has a row with the reason in full`() {
        let failure = RPCError(
            .permissionDenied, .access(.roleDenied), arguments: ["role": "viewer"])
        let row = StatusRow(.init(program: "jatigi-gateway", region: "ML19"), failure: failure)
        #expect(row.isRefused && !row.isWell(at: now))
        #expect(text(row).contains("“viewer”"), "\(text(row))")
        #expect(!text(row).contains("DOWN"))
        let down = StatusRow(
            .init(program: "jatigi-gateway", status: .notServing),
            failure: RPCError(.unavailable, .rpc(.unavailable), arguments: ["service": "gateway"]))
        #expect(!down.isRefused && text(down).contains("DOWN"))
    }

    @Test func `amounts are written as the language writes them`() {
        let french = Amount(in: .french)
        let english = Amount(in: .english)
        #expect(french.bytes(1_550_000_000) == "1,6 Go" && french.bytes(999) == "999 o")
        #expect(english.bytes(1_550_000_000) == "1.6 GB" && english.bytes(999) == "999 B")
        #expect(french.duration(milliseconds: 5 * 86_400_000) == "5 j")
        #expect(english.duration(milliseconds: 5 * 86_400_000) == "5 d")
        #expect(french.time(microseconds: 2_500) == "2,5 ms")
        #expect(english.time(microseconds: 2_500) == "2.5 ms")
    }

    // It named deduplication, which ran, instead of registration, which did not.
    @Test func `a batch that waits names the program that does not answer`() throws {
        let answer = BatchLookup.Answer(
            status: .init(screening: .init(state: .pending)),
            follower: .init(source: "registration", lastFailureReason: "follower.out_of_reach"))
        let report = BatchReport("id", answer)
        #expect(
            report.screeningFailures.map { [$0.reason, $0.service] } == [
                ["follower.out_of_reach", "registration"]
            ])
    }

    // A French message ended with an English reason.
    @Test func `a token's file that cannot be used is told in the user's language`() throws {
        let folder = try TemporaryFolder()
        let french = Terminal(language: .french)
        func reason(_ path: String) -> String {
            do throws(AccessError) {
                _ = try SecretFile.read(path: path)
                return ""
            } catch {
                return french.text(of: error)
            }
        }
        let path = "\(folder.path)/token"
        #expect(reason(path) == "\(path) n'existe pas")
        try folder.write("token", "x")
        chmod(path, 0o644)
        #expect(
            reason(path)
                == "\(path) a le mode 0644, que d'autres peuvent lire ou changer ; "
                + "réservez-le à son propriétaire (chmod 0600)")
        try folder.write("token", "")
        #expect(reason(path).contains("est vide"))
        #expect(reason(folder.path).contains("fichier simple"))
        // It was "system error 30".
        let readOnly = AccessError.unavailable("use", path: path, code: EROFS)
        #expect(french.text(of: readOnly) == "\(path) est sur un disque en lecture seule")
        #expect(
            Terminal(language: .english).text(of: readOnly) == "\(path) is on a read-only disk")
    }
}
