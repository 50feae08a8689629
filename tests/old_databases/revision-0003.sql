BEGIN TRANSACTION;
CREATE TABLE action_changes (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	field VARCHAR(60) NOT NULL, 
	old TEXT NOT NULL, 
	new TEXT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	through VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_action_changes PRIMARY KEY (id), 
	CONSTRAINT fk_action_changes_action_id FOREIGN KEY(action_id) REFERENCES actions (id)
);
INSERT INTO "action_changes" VALUES(1,1,'added','','Het dak van de sporthal isoleren (1.200 m²)','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(2,2,'added','','Ledverlichting in de gemeentelijke basisschool','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(3,3,'added','','Energieverbruik van elk gebouw maandelijks aflezen','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(4,4,'added','','Zonnepanelen op het gemeentehuis (60 kWp)','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(5,5,'added','','Stookketel van de bibliotheek vervangen','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(6,6,'added','','Gebouwen fossielvrij verwarmd','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(7,7,'added','','Veertig overdekte fietsplaatsen aan het station','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(8,8,'added','','Drie dienstfietsen voor de buitendienst','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(9,9,'added','','Schoolstraat aan de Kouterstraat','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(10,10,'added','','Jeugdlokalen met de bus bereikbaar','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(11,11,'added','','Stimuleren van fietsgebruik bij het personeel','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(12,12,'added','','Milieucriteria in elk bestek voor schoonmaak','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(13,13,'added','','Fairtradekoffie op alle vergaderingen','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(14,14,'added','','Papierverbruik halveren tegenover 2024','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(15,15,'added','','Herbruikbare bekers op gemeentelijke evenementen','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(16,16,'added','','Reinigingsmiddelen met ecolabel','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(17,17,'added','','Waar mogelijk minder verpakkingen aankopen','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(18,18,'added','','Gratis fruit voor het personeel','2026-11-28 13:17:18.478953','import zilverbeke-2026-11-23.xlsx');
CREATE TABLE actions (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	description TEXT NOT NULL, 
	theme VARCHAR(200) NOT NULL, 
	sdgs VARCHAR(100) NOT NULL, 
	group_id INTEGER, 
	start DATE, 
	deadline DATE, 
	deadline_precision VARCHAR(40), 
	deadline_text VARCHAR(500) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	snoozed_until DATE, 
	snooze_reason VARCHAR(500) NOT NULL, 
	heard_on DATE, 
	missing_since DATE, 
	extra JSON NOT NULL, 
	next_step_on DATE, priority VARCHAR(40), budget FLOAT, budget_text VARCHAR(500) DEFAULT '' NOT NULL, part_of VARCHAR(60) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_actions PRIMARY KEY (id), 
	CONSTRAINT fk_actions_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT fk_actions_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_actions_municipality_id_code UNIQUE (municipality_id, code)
);
INSERT INTO "actions" VALUES(1,1,'E-01','Het dak van de sporthal isoleren (1.200 m²)','','Energie','',2,NULL,'2026-12-23','day','23/12/2026','running',NULL,'',NULL,NULL,'{}','2026-12-16',NULL,NULL,'','');
INSERT INTO "actions" VALUES(2,1,'E-02','Ledverlichting in de gemeentelijke basisschool','','Energie','',2,NULL,'2026-11-30','day','30/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','');
INSERT INTO "actions" VALUES(3,1,'E-03','Energieverbruik van elk gebouw maandelijks aflezen','','Energie','',2,NULL,'2026-10-09','day','09/10/2026','running',NULL,'',NULL,NULL,'{}',NULL,NULL,NULL,'','');
INSERT INTO "actions" VALUES(4,1,'E-04','Zonnepanelen op het gemeentehuis (60 kWp)','','Energie','',2,NULL,'2026-08-25','day','25/08/2026','done',NULL,'',NULL,NULL,'{}',NULL,NULL,NULL,'','');
INSERT INTO "actions" VALUES(5,1,'E-05','Stookketel van de bibliotheek vervangen','','Energie','',2,NULL,'2026-12-18','day','18/12/2026','running',NULL,'',NULL,NULL,'{}','2026-11-18',NULL,NULL,'','');
INSERT INTO "actions" VALUES(6,1,'E-06','Gebouwen fossielvrij verwarmd','','Energie','',2,NULL,'2030-12-31','year','2030','planned',NULL,'',NULL,NULL,'{}','2030-12-01',NULL,NULL,'','');
INSERT INTO "actions" VALUES(7,1,'M-01','Veertig overdekte fietsplaatsen aan het station','','Mobiliteit','',3,NULL,'2026-11-23','day','23/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','');
INSERT INTO "actions" VALUES(8,1,'M-02','Drie dienstfietsen voor de buitendienst','','Mobiliteit','',3,NULL,'2026-11-02','day','02/11/2026','running',NULL,'',NULL,NULL,'{}','2026-12-17',NULL,NULL,'','');
INSERT INTO "actions" VALUES(9,1,'M-03','Schoolstraat aan de Kouterstraat','','Mobiliteit','',3,NULL,'2026-11-20','day','20/11/2026','running','2026-12-14','De politieraad beslist volgende maand over de paaltjes',NULL,NULL,'{}','2026-12-21',NULL,NULL,'','');
INSERT INTO "actions" VALUES(10,1,'M-04','Jeugdlokalen met de bus bereikbaar','','Mobiliteit','',3,NULL,'2026-11-29','day','29/11/2026','running',NULL,'',NULL,NULL,'{}','2026-10-30',NULL,NULL,'','');
INSERT INTO "actions" VALUES(11,1,'M-05','Stimuleren van fietsgebruik bij het personeel','','Mobiliteit','',3,NULL,'2026-11-30','day','30/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','');
INSERT INTO "actions" VALUES(12,1,'A-01','Milieucriteria in elk bestek voor schoonmaak','','Duurzaam aankopen','',4,NULL,'2026-11-16','day','16/11/2026','running',NULL,'',NULL,NULL,'{}','2026-12-07',NULL,NULL,'','');
INSERT INTO "actions" VALUES(13,1,'A-02','Fairtradekoffie op alle vergaderingen','','Duurzaam aankopen','',4,NULL,'2026-11-30','day','30/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','');
INSERT INTO "actions" VALUES(14,1,'A-03','Papierverbruik halveren tegenover 2024','','Duurzaam aankopen','',4,NULL,'2026-12-13','day','13/12/2026','running',NULL,'',NULL,NULL,'{}','2026-11-13',NULL,NULL,'','');
INSERT INTO "actions" VALUES(15,1,'A-04','Herbruikbare bekers op gemeentelijke evenementen','','Duurzaam aankopen','',4,NULL,'2026-11-27','day','27/11/2026','running',NULL,'','2026-11-21',NULL,'{}','2026-11-27',NULL,NULL,'','');
INSERT INTO "actions" VALUES(16,1,'A-05','Reinigingsmiddelen met ecolabel','','Duurzaam aankopen','',4,NULL,'2027-06-30','quarter','Q2 2027','planned',NULL,'',NULL,NULL,'{}','2027-05-31',NULL,NULL,'','');
INSERT INTO "actions" VALUES(17,1,'A-07','Waar mogelijk minder verpakkingen aankopen','','Duurzaam aankopen','',4,NULL,'2026-12-21','day','21/12/2026','running',NULL,'',NULL,NULL,'{}','2026-12-14',NULL,NULL,'','');
INSERT INTO "actions" VALUES(18,1,'A-06','Gratis fruit voor het personeel','','Duurzaam aankopen','',4,NULL,'2026-05-07','day','07/05/2026','stopped',NULL,'',NULL,NULL,'{}',NULL,NULL,NULL,'','');
CREATE TABLE agenda_points (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	group_id INTEGER, 
	action_id INTEGER NOT NULL, 
	deadline DATE NOT NULL, 
	reason VARCHAR(60) NOT NULL, 
	raised_on DATE NOT NULL, 
	moment_id INTEGER NOT NULL, 
	CONSTRAINT pk_agenda_points PRIMARY KEY (id), 
	CONSTRAINT fk_agenda_points_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_agenda_points_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT fk_agenda_points_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT fk_agenda_points_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_agenda_points_action_id_deadline_reason UNIQUE (action_id, deadline, reason)
);
INSERT INTO "agenda_points" VALUES(1,1,2,3,'2026-10-09','overdue','2026-11-23',1);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE closing_days (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_closing_days PRIMARY KEY (id), 
	CONSTRAINT fk_closing_days_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_closing_days_municipality_id_day UNIQUE (municipality_id, day)
);
INSERT INTO "closing_days" VALUES(1,1,'2026-07-11','');
INSERT INTO "closing_days" VALUES(2,1,'2026-11-02','');
INSERT INTO "closing_days" VALUES(3,1,'2027-07-11','');
INSERT INTO "closing_days" VALUES(4,1,'2027-11-02','');
CREATE TABLE deliveries (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	moment_id INTEGER, 
	person_id INTEGER, 
	"key" VARCHAR(120) NOT NULL, 
	channel VARCHAR(40) NOT NULL, 
	role VARCHAR(40) NOT NULL, 
	recipient VARCHAR(254) NOT NULL, 
	headers TEXT NOT NULL, 
	message_id VARCHAR(200) NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	reason TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_try_at DATETIME, 
	lease VARCHAR(60), 
	lease_until DATETIME, 
	run_id VARCHAR(60) NOT NULL, 
	created_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT fk_deliveries_document_id FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_deliveries_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT fk_deliveries_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT fk_deliveries_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_deliveries_key UNIQUE ("key"), 
	CONSTRAINT uq_deliveries_message_id UNIQUE (message_id)
);
INSERT INTO "deliveries" VALUES(1,1,1,1,2,'1:owner-digest:2026-W48:2','folder','owner','bram.verlinden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Bram Verlinden <bram.verlinden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <3e9f7a6a84834134b7cf9dbfbec68dad@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<3e9f7a6a84834134b7cf9dbfbec68dad@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257','2026-11-28 13:18:04.888664');
INSERT INTO "deliveries" VALUES(2,1,2,1,3,'1:owner-digest:2026-W48:3','folder','owner','noor.aerden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Noor Aerden <noor.aerden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <cd4e8dcf04f24e80aaeb912bb6cd7310@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<cd4e8dcf04f24e80aaeb912bb6cd7310@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257','2026-11-28 13:18:04.900658');
INSERT INTO "deliveries" VALUES(3,1,3,1,4,'1:owner-digest:2026-W48:4','folder','owner','joris.teugels@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Cc: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <a11f4fb4c0244f2b888b4195cddf2a43@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<a11f4fb4c0244f2b888b4195cddf2a43@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257','2026-11-28 13:18:04.908637');
INSERT INTO "deliveries" VALUES(4,1,3,1,1,'1:owner-digest:2026-W48:4:copy','folder','coordinator-copy','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Cc: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <8932957e23a74674b4919b8b128ebe24@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<8932957e23a74674b4919b8b128ebe24@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257','2026-11-28 13:18:04.912657');
INSERT INTO "deliveries" VALUES(5,1,4,1,5,'1:owner-digest:2026-W48:5','folder','owner','samira.kadour@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Samira Kadour <samira.kadour@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <e5956a77bfac4cd49de878c51ee51fc2@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<e5956a77bfac4cd49de878c51ee51fc2@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257','2026-11-28 13:18:04.916496');
INSERT INTO "deliveries" VALUES(6,1,5,1,1,'1:coordinator-summary:2026-W48','folder','coordinator','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:05 +0000
Message-ID: <9083902703c9483085fb3c34b2bc8b6b@zilverbeke.example.org>
List-Id: <coordinator-summary.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<9083902703c9483085fb3c34b2bc8b6b@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:05.459576','2026-11-28 13:18:05.892793');
CREATE TABLE documents (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	moment_id INTEGER, 
	kind VARCHAR(40) NOT NULL, 
	subject VARCHAR(500) NOT NULL, 
	path VARCHAR(500) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	run_id VARCHAR(60) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (id), 
	CONSTRAINT fk_documents_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT fk_documents_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id)
);
INSERT INTO "documents" VALUES(1,1,1,'owner-digest','2 acties vragen uw aandacht, de eerste: Ledverlichting in de gemeentelijke…','zilverbeke/2026-11-23/owner-digest-2-c6b31e4c.eml','c6b31e4c5c7fac1cc8c7bf2d346a3ad84e6ce8b4d0c41c55ac363360cb71bf44','0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257');
INSERT INTO "documents" VALUES(2,1,1,'owner-digest','Ledverlichting in de gemeentelijke basisschool: over 7 dagen','zilverbeke/2026-11-23/owner-digest-3-ac2d70be.eml','ac2d70be454c96ad0e8f5ee088b3a81e806b3dbd02822cfc3fc2402dfcf80998','0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257');
INSERT INTO "documents" VALUES(3,1,1,'owner-digest','3 acties vragen uw aandacht, de eerste: Drie dienstfietsen voor de buitendienst','zilverbeke/2026-11-23/owner-digest-4-c0757f9d.eml','c0757f9d50ed1190df8a704f9b8b1680f115fa4c36de6caf1d305fc194efab73','0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257');
INSERT INTO "documents" VALUES(4,1,1,'owner-digest','3 acties vragen uw aandacht, de eerste: Milieucriteria in elk bestek voor schoonmaak','zilverbeke/2026-11-23/owner-digest-5-6d8b979c.eml','6d8b979c53203cf87484b0203d3000042736b6fd97f57b623113c1a45a544c84','0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.371257');
INSERT INTO "documents" VALUES(5,1,1,'coordinator-summary','Opvolging actieplan, week 48: 9 herinneringen, 4 punten vragen uw aandacht','zilverbeke/2026-11-23/coordinator-summary-2026-W48-d4b9ca7d.eml','d4b9ca7d23166650dde55f9580636a5d018fa96adfa5305b426b7f8cf1eb713c','0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:05.459576');
INSERT INTO "documents" VALUES(6,1,NULL,'gate-report','Hoe concreet is het actieplan van Gemeente Zilverbeke? 13 van 16 acties','zilverbeke/2026-11-23/gate-report-ca44a082.html','ca44a082cfeb46cb379f8ef5a33f25ea6090840ca73a330e4719a97018fe5bb6','7ae19f0d-673f-4892-9cf0-189bb6749a26','2026-11-28 13:18:07.308843');
CREATE TABLE gate_acceptances (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	text_sha256 VARCHAR(64) NOT NULL, 
	rules JSON NOT NULL, 
	reason TEXT NOT NULL, 
	accepted_by VARCHAR(200) NOT NULL, 
	accepted_at DATETIME NOT NULL, 
	CONSTRAINT pk_gate_acceptances PRIMARY KEY (id), 
	CONSTRAINT fk_gate_acceptances_action_id FOREIGN KEY(action_id) REFERENCES actions (id)
);
CREATE TABLE gate_snapshots (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	grades JSON NOT NULL, 
	checked_at DATETIME NOT NULL, 
	last_change INTEGER NOT NULL, 
	last_acceptance INTEGER NOT NULL, 
	CONSTRAINT pk_gate_snapshots PRIMARY KEY (id), 
	CONSTRAINT fk_gate_snapshots_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_gate_snapshots_municipality_id_day UNIQUE (municipality_id, day)
);
INSERT INTO "gate_snapshots" VALUES(1,1,'2026-11-23','{"AANKOOP": {"A": 4, "B": 0, "C": 1, "D": 1}, "ENERGIE": {"A": 5, "B": 0, "C": 0, "D": 0}, "MOBILITEIT": {"A": 4, "B": 0, "C": 0, "D": 1}}','2026-11-28 13:18:07.308843',18,0);
CREATE TABLE group_members (
	group_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	CONSTRAINT pk_group_members PRIMARY KEY (group_id, person_id), 
	CONSTRAINT fk_group_members_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT fk_group_members_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "group_members" VALUES(1,1);
INSERT INTO "group_members" VALUES(1,2);
INSERT INTO "group_members" VALUES(1,4);
INSERT INTO "group_members" VALUES(1,5);
INSERT INTO "group_members" VALUES(3,1);
INSERT INTO "group_members" VALUES(3,4);
INSERT INTO "group_members" VALUES(3,7);
INSERT INTO "group_members" VALUES(2,1);
INSERT INTO "group_members" VALUES(2,2);
INSERT INTO "group_members" VALUES(2,3);
INSERT INTO "group_members" VALUES(2,8);
INSERT INTO "group_members" VALUES(4,1);
INSERT INTO "group_members" VALUES(4,5);
INSERT INTO "group_members" VALUES(4,6);
CREATE TABLE groups (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	anchor DATE, 
	interval_months INTEGER, 
	CONSTRAINT pk_groups PRIMARY KEY (id), 
	CONSTRAINT fk_groups_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_groups_municipality_id_code UNIQUE (municipality_id, code)
);
INSERT INTO "groups" VALUES(1,1,'KOP','Kopgroep MVO','core','2026-03-23',12);
INSERT INTO "groups" VALUES(2,1,'ENERGIE','Deelgroep energie','sub','2026-06-14',6);
INSERT INTO "groups" VALUES(3,1,'MOBILITEIT','Deelgroep mobiliteit','sub','2026-06-28',6);
INSERT INTO "groups" VALUES(4,1,'AANKOOP','Deelgroep duurzaam aankopen','sub','2026-08-08',6);
INSERT INTO "groups" VALUES(5,1,'FOCUS','Focusgroep duurzaamheid','focus','2026-10-12',3);
CREATE TABLE indicators (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	unit VARCHAR(60) NOT NULL, 
	baseline FLOAT, 
	target FLOAT, 
	target_on DATE, 
	source VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_indicators PRIMARY KEY (id), 
	CONSTRAINT fk_indicators_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_indicators_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_indicators_municipality_id_code UNIQUE (municipality_id, code)
);
INSERT INTO "indicators" VALUES(1,1,3,'IND-1','Gasverbruik van de gemeentelijke gebouwen','MWh',2140.0,1700.0,'2027-12-31','Facturen van de netbeheerder');
INSERT INTO "indicators" VALUES(2,1,14,'IND-2','Papier per jaar','riemen',1240.0,620.0,'2027-12-31','Bestelbonnen van het economaat');
CREATE TABLE measurements (
	id INTEGER NOT NULL, 
	indicator_id INTEGER NOT NULL, 
	measured_on DATE NOT NULL, 
	value FLOAT NOT NULL, 
	CONSTRAINT pk_measurements PRIMARY KEY (id), 
	CONSTRAINT fk_measurements_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicators (id), 
	CONSTRAINT uq_measurements_indicator_id_measured_on UNIQUE (indicator_id, measured_on)
);
INSERT INTO "measurements" VALUES(1,1,'2026-10-24',1985.0);
INSERT INTO "measurements" VALUES(2,2,'2026-10-24',1010.0);
CREATE TABLE moments (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	subject VARCHAR(100) NOT NULL, 
	period VARCHAR(20) NOT NULL, 
	day DATE NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	run_id VARCHAR(60) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	done_at DATETIME, 
	CONSTRAINT pk_moments PRIMARY KEY (id), 
	CONSTRAINT fk_moments_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_moments_municipality_id_kind_subject_period UNIQUE (municipality_id, kind, subject, period)
);
INSERT INTO "moments" VALUES(1,1,'owner-reminders','','2026-W48','2026-11-23','done','0dc88d0c-2bca-4e47-99ef-7259959dde1e','2026-11-28 13:18:04.215669','2026-11-28 13:18:05.939970');
CREATE TABLE "municipalities" (
	id INTEGER NOT NULL, 
	slug VARCHAR(60) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	language VARCHAR(5) NOT NULL, 
	sender VARCHAR(254) NOT NULL, 
	reply_to VARCHAR(254) NOT NULL, 
	coordinator_id INTEGER, 
	digest_weekday INTEGER NOT NULL, 
	lead_times JSON NOT NULL, 
	column_map JSON NOT NULL, 
	CONSTRAINT pk_municipalities PRIMARY KEY (id), 
	CONSTRAINT uq_municipalities_slug UNIQUE (slug), 
	CONSTRAINT fk_municipalities_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES people (id)
);
INSERT INTO "municipalities" VALUES(1,'zilverbeke','Gemeente Zilverbeke','nl','duurzaamheid@zilverbeke.example.org','duurzaamheid@zilverbeke.example.org',1,1,'{}','{}');
CREATE TABLE ownerships (
	action_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	CONSTRAINT pk_ownerships PRIMARY KEY (action_id, person_id), 
	CONSTRAINT fk_ownerships_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_ownerships_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "ownerships" VALUES(5,8);
INSERT INTO "ownerships" VALUES(2,2);
INSERT INTO "ownerships" VALUES(2,3);
INSERT INTO "ownerships" VALUES(8,4);
INSERT INTO "ownerships" VALUES(15,5);
INSERT INTO "ownerships" VALUES(13,6);
INSERT INTO "ownerships" VALUES(7,4);
INSERT INTO "ownerships" VALUES(11,4);
INSERT INTO "ownerships" VALUES(9,4);
INSERT INTO "ownerships" VALUES(4,2);
INSERT INTO "ownerships" VALUES(18,6);
INSERT INTO "ownerships" VALUES(12,5);
INSERT INTO "ownerships" VALUES(16,5);
INSERT INTO "ownerships" VALUES(10,7);
INSERT INTO "ownerships" VALUES(6,2);
INSERT INTO "ownerships" VALUES(17,5);
INSERT INTO "ownerships" VALUES(1,2);
INSERT INTO "ownerships" VALUES(3,3);
CREATE TABLE people (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	job VARCHAR(200) NOT NULL, 
	absent_from DATE, 
	absent_until DATE, 
	stand_in_id INTEGER, 
	departed_on DATE, kind VARCHAR(40) DEFAULT 'person' NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT fk_people_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT fk_people_stand_in_id FOREIGN KEY(stand_in_id) REFERENCES people (id), 
	CONSTRAINT uq_people_municipality_id_code UNIQUE (municipality_id, code)
);
INSERT INTO "people" VALUES(1,1,'LW','Lotte Wielemans','lotte.wielemans@zilverbeke.example.org','duurzaamheidsambtenaar',NULL,NULL,NULL,NULL,'person');
INSERT INTO "people" VALUES(2,1,'BV','Bram Verlinden','bram.verlinden@zilverbeke.example.org','diensthoofd gebouwen',NULL,NULL,NULL,NULL,'person');
INSERT INTO "people" VALUES(3,1,'NA','Noor Aerden','noor.aerden@zilverbeke.example.org','energiedeskundige',NULL,NULL,NULL,NULL,'person');
INSERT INTO "people" VALUES(4,1,'JT','Joris Teugels','joris.teugels@zilverbeke.example.org','mobiliteitsambtenaar',NULL,NULL,NULL,NULL,'person');
INSERT INTO "people" VALUES(5,1,'SK','Samira Kadour','samira.kadour@zilverbeke.example.org','aankoopverantwoordelijke',NULL,NULL,NULL,NULL,'person');
INSERT INTO "people" VALUES(6,1,'EM','Elke Moerdijk','elke.moerdijk@zilverbeke.example.org','personeelsdienst','2026-11-03','2027-01-22',5,NULL,'person');
INSERT INTO "people" VALUES(7,1,'PD','Pieter Dewaard','pieter.dewaard@zilverbeke.example.org','jeugdambtenaar',NULL,NULL,NULL,'2026-10-14','person');
INSERT INTO "people" VALUES(8,1,'RO','René Ost','','terreinploeg',NULL,NULL,NULL,NULL,'person');
CREATE TABLE progress_reports (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	reported_on DATE NOT NULL, 
	text TEXT NOT NULL, 
	through VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_progress_reports PRIMARY KEY (id), 
	CONSTRAINT fk_progress_reports_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT uq_progress_reports_action_id_reported_on UNIQUE (action_id, reported_on)
);
INSERT INTO "progress_reports" VALUES(1,15,'2026-11-21','2.000 bekers zijn geleverd; de eerste test is de kerstmarkt.','import zilverbeke-2026-11-23.xlsx');
CREATE TABLE reminders (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	deadline DATE NOT NULL, 
	stage INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	moment_id INTEGER NOT NULL, 
	delivery_id INTEGER NOT NULL, 
	passed_over VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_reminders PRIMARY KEY (id), 
	CONSTRAINT fk_reminders_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_reminders_delivery_id FOREIGN KEY(delivery_id) REFERENCES deliveries (id), 
	CONSTRAINT fk_reminders_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT fk_reminders_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_reminders_action_id_deadline_stage_person_id UNIQUE (action_id, deadline, stage, person_id)
);
INSERT INTO "reminders" VALUES(1,2,'2026-11-30',-7,2,1,1,'-30');
INSERT INTO "reminders" VALUES(2,1,'2026-12-23',-30,2,1,1,'');
INSERT INTO "reminders" VALUES(3,2,'2026-11-30',-7,3,1,2,'-30');
INSERT INTO "reminders" VALUES(4,8,'2026-11-02',21,4,1,3,'-30,-7,0,7');
INSERT INTO "reminders" VALUES(5,7,'2026-11-23',0,4,1,3,'-30,-7');
INSERT INTO "reminders" VALUES(6,11,'2026-11-30',-7,4,1,3,'-30');
INSERT INTO "reminders" VALUES(7,12,'2026-11-16',7,5,1,5,'-30,-7,0');
INSERT INTO "reminders" VALUES(8,13,'2026-11-30',-7,6,1,5,'-30');
INSERT INTO "reminders" VALUES(9,17,'2026-12-21',-30,5,1,5,'');
CREATE INDEX ix_actions_next_step ON actions (municipality_id, next_step_on);
CREATE INDEX ix_documents_moment_id ON documents (moment_id);
CREATE INDEX ix_group_members_person_id ON group_members (person_id);
CREATE INDEX ix_action_changes_action_id ON action_changes (action_id);
CREATE INDEX ix_agenda_points_moment ON agenda_points (moment_id);
CREATE INDEX ix_deliveries_document_id ON deliveries (document_id);
CREATE INDEX ix_deliveries_moment_id ON deliveries (moment_id);
CREATE INDEX ix_deliveries_waiting ON deliveries (state, channel, attempts, id);
CREATE INDEX ix_indicators_action_id ON indicators (action_id);
CREATE INDEX ix_ownerships_person_id ON ownerships (person_id);
CREATE INDEX ix_reminders_moment ON reminders (moment_id);
CREATE INDEX ix_gate_acceptances_action_id ON gate_acceptances (action_id);
COMMIT;
