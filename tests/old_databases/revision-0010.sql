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
INSERT INTO "action_changes" VALUES(1,1,'added','','Het dak van de sporthal isoleren (1.200 m²)','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(2,2,'added','','Ledverlichting in de gemeentelijke basisschool','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(3,3,'added','','Energieverbruik van elk gebouw maandelijks aflezen','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(4,4,'added','','Zonnepanelen op het gemeentehuis (60 kWp)','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(5,5,'added','','Stookketel van de bibliotheek vervangen','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(6,6,'added','','Gebouwen fossielvrij verwarmd','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(7,7,'added','','Veertig overdekte fietsplaatsen aan het station','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(8,8,'added','','Drie dienstfietsen voor de buitendienst','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(9,9,'added','','Schoolstraat aan de Kouterstraat','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(10,10,'added','','Jeugdlokalen met de bus bereikbaar','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(11,11,'added','','Stimuleren van fietsgebruik bij het personeel','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(12,12,'added','','Milieucriteria in elk bestek voor schoonmaak','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(13,13,'added','','Fairtradekoffie op alle vergaderingen','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(14,14,'added','','Papierverbruik halveren tegenover 2024','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(15,15,'added','','Herbruikbare bekers op gemeentelijke evenementen','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(16,16,'added','','Reinigingsmiddelen met ecolabel','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(17,17,'added','','Waar mogelijk minder verpakkingen aankopen','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
INSERT INTO "action_changes" VALUES(18,18,'added','','Gratis fruit voor het personeel','2026-11-28 13:17:20.448869','import zilverbeke-2026-11-23.xlsx');
CREATE TABLE "actions" (
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
	next_step_on DATE, 
	priority VARCHAR(40), 
	budget FLOAT, 
	budget_text VARCHAR(500) DEFAULT ('') NOT NULL, 
	part_of VARCHAR(60) DEFAULT ('') NOT NULL, 
	public BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_actions PRIMARY KEY (id), 
	CONSTRAINT fk_actions_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT fk_actions_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT uq_actions_municipality_id_code UNIQUE (municipality_id, code)
);
INSERT INTO "actions" VALUES(1,1,'E-01','Het dak van de sporthal isoleren (1.200 m²)','','Energie','7; 13',2,NULL,'2026-12-23','day','23/12/2026','running',NULL,'',NULL,NULL,'{}','2026-12-16',NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(2,1,'E-02','Ledverlichting in de gemeentelijke basisschool','','Energie','7; 13',2,NULL,'2026-11-30','day','30/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(3,1,'E-03','Energieverbruik van elk gebouw maandelijks aflezen','','Energie','7; 13',2,NULL,'2026-10-09','day','09/10/2026','running',NULL,'',NULL,NULL,'{}',NULL,NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(4,1,'E-04','Zonnepanelen op het gemeentehuis (60 kWp)','','Energie','7; 13',2,NULL,'2026-08-25','day','25/08/2026','done',NULL,'',NULL,NULL,'{"Wat werkte": "Samen met drie buurgemeenten aankopen: een vijfde goedkoper."}',NULL,NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(5,1,'E-05','Stookketel van de bibliotheek vervangen','','Energie','7; 13',2,NULL,'2026-12-18','day','18/12/2026','running',NULL,'',NULL,NULL,'{}','2026-11-18',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(6,1,'E-06','Gebouwen fossielvrij verwarmd','','Energie','7; 13',2,NULL,'2030-12-31','year','2030','planned',NULL,'',NULL,NULL,'{}','2030-12-01',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(7,1,'M-01','Veertig overdekte fietsplaatsen aan het station','','Mobiliteit','11; 13',3,NULL,'2026-11-23','day','23/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(8,1,'M-02','Drie dienstfietsen voor de buitendienst','','Mobiliteit','11; 13',3,NULL,'2026-11-02','day','02/11/2026','running',NULL,'',NULL,NULL,'{}','2026-12-17',NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(9,1,'M-03','Schoolstraat aan de Kouterstraat','','Mobiliteit','11; 13',3,NULL,'2026-11-20','day','20/11/2026','running','2026-12-14','De politieraad beslist volgende maand over de paaltjes',NULL,NULL,'{}','2026-12-21',NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(10,1,'M-04','Jeugdlokalen met de bus bereikbaar','','Mobiliteit','11; 13',3,NULL,'2026-11-29','day','29/11/2026','running',NULL,'',NULL,NULL,'{}','2026-10-30',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(11,1,'M-05','Stimuleren van fietsgebruik bij het personeel','','Mobiliteit','11; 13',3,NULL,'2026-11-30','day','30/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(12,1,'A-01','Milieucriteria in elk bestek voor schoonmaak','','Duurzaam aankopen','12',4,NULL,'2026-11-16','day','16/11/2026','running',NULL,'',NULL,NULL,'{}','2026-12-07',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(13,1,'A-02','Fairtradekoffie op alle vergaderingen','','Duurzaam aankopen','12',4,NULL,'2026-11-30','day','30/11/2026','running',NULL,'',NULL,NULL,'{}','2026-11-30',NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(14,1,'A-03','Papierverbruik halveren tegenover 2024','','Duurzaam aankopen','12',4,NULL,'2026-12-13','day','13/12/2026','running',NULL,'',NULL,NULL,'{}','2026-11-13',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(15,1,'A-04','Herbruikbare bekers op gemeentelijke evenementen','','Duurzaam aankopen','12',4,NULL,'2026-11-27','day','27/11/2026','running',NULL,'','2026-11-21',NULL,'{}','2026-11-27',NULL,NULL,'','',1);
INSERT INTO "actions" VALUES(16,1,'A-05','Reinigingsmiddelen met ecolabel','','Duurzaam aankopen','12',4,NULL,'2027-06-30','quarter','Q2 2027','planned',NULL,'',NULL,NULL,'{}','2027-05-31',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(17,1,'A-07','Waar mogelijk minder verpakkingen aankopen','','Duurzaam aankopen','12',4,NULL,'2026-12-21','day','21/12/2026','running',NULL,'',NULL,NULL,'{}','2026-12-14',NULL,NULL,'','',0);
INSERT INTO "actions" VALUES(18,1,'A-06','Gratis fruit voor het personeel','','Duurzaam aankopen','12',4,NULL,'2026-05-07','day','07/05/2026','stopped',NULL,'',NULL,NULL,'{}',NULL,NULL,NULL,'','',0);
CREATE TABLE "agenda_points" (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	group_id INTEGER, 
	action_id INTEGER NOT NULL, 
	deadline DATE, 
	reason VARCHAR(60) NOT NULL, 
	raised_on DATE NOT NULL, 
	moment_id INTEGER, 
	text_sha256 VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_agenda_points PRIMARY KEY (id), 
	CONSTRAINT fk_agenda_points_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_agenda_points_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT fk_agenda_points_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT uq_agenda_points_action_id_deadline_reason UNIQUE (action_id, deadline, reason), 
	CONSTRAINT fk_agenda_points_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id)
);
INSERT INTO "agenda_points" VALUES(1,1,2,3,'2026-10-09','overdue','2026-11-23',1,'');
INSERT INTO "agenda_points" VALUES(2,1,3,11,NULL,'vague','2026-11-23',NULL,'97429d6cc60b7c879876472a50a501f03723ac355794c85ca76ae5ebbc03a935');
INSERT INTO "agenda_points" VALUES(3,1,4,14,NULL,'vague','2026-11-23',NULL,'1dd515a71fc7c7a5e0a767ea09eca3835a9c794c8e4e6f571c033169bef14932');
INSERT INTO "agenda_points" VALUES(4,1,4,17,NULL,'vague','2026-11-23',NULL,'45c23b4b92c4b8c6d9f252645c248037d36294a3bf34643233ee945584bb7c04');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE attendances (
	moment_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	presence VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_attendances PRIMARY KEY (moment_id, person_id), 
	CONSTRAINT fk_attendances_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT fk_attendances_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
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
CREATE TABLE confirmations (
	id INTEGER NOT NULL, 
	reader_id INTEGER NOT NULL, 
	version VARCHAR(60) NOT NULL, 
	asked_on DATE NOT NULL, 
	confirmed_on DATE, 
	CONSTRAINT pk_confirmations PRIMARY KEY (id), 
	CONSTRAINT fk_confirmations_reader_id FOREIGN KEY(reader_id) REFERENCES readers (id), 
	CONSTRAINT uq_confirmations_reader_id_version UNIQUE (reader_id, version)
);
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	moment_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	action_id INTEGER, 
	kind VARCHAR(40) NOT NULL, 
	text TEXT NOT NULL, 
	value VARCHAR(500) NOT NULL, 
	applied_at DATETIME, 
	CONSTRAINT pk_decisions PRIMARY KEY (id), 
	CONSTRAINT fk_decisions_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_decisions_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT uq_decisions_moment_id_number UNIQUE (moment_id, number)
);
CREATE TABLE "deliveries" (
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
	CONSTRAINT fk_deliveries_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_deliveries_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT uq_deliveries_key UNIQUE ("key"), 
	CONSTRAINT fk_deliveries_document_id FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_deliveries_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id)
);
INSERT INTO "deliveries" VALUES(1,1,1,1,2,'1:owner-digest:2026-W48:2','folder','owner','bram.verlinden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Bram Verlinden <bram.verlinden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <886478c75c824759b2eeefd07e4ee146@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<886478c75c824759b2eeefd07e4ee146@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845','2026-11-28 13:18:05.991120');
INSERT INTO "deliveries" VALUES(2,1,2,1,3,'1:owner-digest:2026-W48:3','folder','owner','noor.aerden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Noor Aerden <noor.aerden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <94861e3640a542c9a82da9f3875c9463@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<94861e3640a542c9a82da9f3875c9463@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845','2026-11-28 13:18:06.027829');
INSERT INTO "deliveries" VALUES(3,1,3,1,4,'1:owner-digest:2026-W48:4','folder','owner','joris.teugels@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Cc: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <570f8012d52744a883f184d174967ca3@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<570f8012d52744a883f184d174967ca3@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845','2026-11-28 13:18:06.080875');
INSERT INTO "deliveries" VALUES(4,1,3,1,1,'1:owner-digest:2026-W48:4:copy','folder','coordinator-copy','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Cc: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <fd6c90b6e67e4f2c84345da04ef8ba4d@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<fd6c90b6e67e4f2c84345da04ef8ba4d@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845','2026-11-28 13:18:06.088992');
INSERT INTO "deliveries" VALUES(5,1,4,1,5,'1:owner-digest:2026-W48:5','folder','owner','samira.kadour@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Samira Kadour <samira.kadour@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:04 +0000
Message-ID: <66ec60e713214848bb8c29fa23a8c180@zilverbeke.example.org>
List-Id: <owner-digest.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<66ec60e713214848bb8c29fa23a8c180@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845','2026-11-28 13:18:06.117210');
INSERT INTO "deliveries" VALUES(6,1,5,1,1,'1:coordinator-summary:2026-W48','folder','coordinator','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:06 +0000
Message-ID: <9484708a0b26425f86269072003fc1bb@zilverbeke.example.org>
List-Id: <coordinator-summary.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<9484708a0b26425f86269072003fc1bb@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:06.268230','2026-11-28 13:18:06.445013');
INSERT INTO "deliveries" VALUES(7,1,6,2,2,'1:invitation:2:0:2','folder','member','bram.verlinden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Bram Verlinden <bram.verlinden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:07 +0000
Message-ID: <f06532aecbfb4e0f8fb83a4e5b5577f5@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<f06532aecbfb4e0f8fb83a4e5b5577f5@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'61228f51-a2ee-4faa-8b75-88e206554339','2026-11-28 13:18:07.906894','2026-11-28 13:18:08.137405');
INSERT INTO "deliveries" VALUES(8,1,6,2,1,'1:invitation:2:0:1','folder','member','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:07 +0000
Message-ID: <669a766161f744ab8b7afadd97c310f0@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<669a766161f744ab8b7afadd97c310f0@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'61228f51-a2ee-4faa-8b75-88e206554339','2026-11-28 13:18:07.906894','2026-11-28 13:18:08.169317');
INSERT INTO "deliveries" VALUES(9,1,6,2,3,'1:invitation:2:0:3','folder','member','noor.aerden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Noor Aerden <noor.aerden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:07 +0000
Message-ID: <8b1fcf3b5a9343edbb6c41a47e441f3c@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<8b1fcf3b5a9343edbb6c41a47e441f3c@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'61228f51-a2ee-4faa-8b75-88e206554339','2026-11-28 13:18:07.906894','2026-11-28 13:18:08.212191');
INSERT INTO "deliveries" VALUES(10,1,7,3,2,'1:invitation:3:0:2','folder','member','bram.verlinden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Bram Verlinden <bram.verlinden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:09 +0000
Message-ID: <47a2974a8b864bdb804bc808487a43a7@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<47a2974a8b864bdb804bc808487a43a7@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'250ede1c-fa2e-4d7e-883a-32a8b9456503','2026-11-28 13:18:09.526405','2026-11-28 13:18:09.560860');
INSERT INTO "deliveries" VALUES(11,1,7,3,4,'1:invitation:3:0:4','folder','member','joris.teugels@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:09 +0000
Message-ID: <cbfe3e244f6147e48b576ff87a2c84b8@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<cbfe3e244f6147e48b576ff87a2c84b8@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'250ede1c-fa2e-4d7e-883a-32a8b9456503','2026-11-28 13:18:09.526405','2026-11-28 13:18:09.565099');
INSERT INTO "deliveries" VALUES(12,1,7,3,1,'1:invitation:3:0:1','folder','member','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:09 +0000
Message-ID: <e7e087a5f30d4277a76a938c4f710646@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<e7e087a5f30d4277a76a938c4f710646@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'250ede1c-fa2e-4d7e-883a-32a8b9456503','2026-11-28 13:18:09.526405','2026-11-28 13:18:09.567199');
INSERT INTO "deliveries" VALUES(13,1,7,3,5,'1:invitation:3:0:5','folder','member','samira.kadour@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Samira Kadour <samira.kadour@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:09 +0000
Message-ID: <f68d94007cda46f4a635604e13cdc385@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<f68d94007cda46f4a635604e13cdc385@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'250ede1c-fa2e-4d7e-883a-32a8b9456503','2026-11-28 13:18:09.526405','2026-11-28 13:18:09.572711');
INSERT INTO "deliveries" VALUES(14,1,8,4,4,'1:invitation:4:0:4','folder','member','joris.teugels@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:11 +0000
Message-ID: <6333360498cc45edb97a39831e481b70@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<6333360498cc45edb97a39831e481b70@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb30cc2-9726-4ad2-9e16-c24efe9b5d5b','2026-11-28 13:18:11.130813','2026-11-28 13:18:11.200466');
INSERT INTO "deliveries" VALUES(15,1,8,4,3,'1:invitation:4:0:3','folder','member','noor.aerden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Noor Aerden <noor.aerden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:11 +0000
Message-ID: <d2dc4115637f4616a94595bf307391a9@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<d2dc4115637f4616a94595bf307391a9@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb30cc2-9726-4ad2-9e16-c24efe9b5d5b','2026-11-28 13:18:11.130813','2026-11-28 13:18:11.216656');
INSERT INTO "deliveries" VALUES(16,1,9,5,2,'1:invitation:5:0:2','folder','member','bram.verlinden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Bram Verlinden <bram.verlinden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <cb679f55cf0146ea83a5629669c3e7ae@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<cb679f55cf0146ea83a5629669c3e7ae@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.246390','2026-11-28 13:18:12.587560');
INSERT INTO "deliveries" VALUES(17,1,9,5,4,'1:invitation:5:0:4','folder','member','joris.teugels@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <101256cf927841f7a0a278f982aff139@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<101256cf927841f7a0a278f982aff139@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.246390','2026-11-28 13:18:12.596687');
INSERT INTO "deliveries" VALUES(18,1,9,5,1,'1:invitation:5:0:1','folder','member','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <feb6a9ef28354889affca2fba0506dd3@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<feb6a9ef28354889affca2fba0506dd3@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.246390','2026-11-28 13:18:12.606301');
INSERT INTO "deliveries" VALUES(19,1,9,5,5,'1:invitation:5:0:5','folder','member','samira.kadour@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Samira Kadour <samira.kadour@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <13fa8669fa804ce08aa961d1955edeae@zilverbeke.example.org>
List-Id: <meeting-invitation.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<13fa8669fa804ce08aa961d1955edeae@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.246390','2026-11-28 13:18:12.613143');
INSERT INTO "deliveries" VALUES(20,1,10,5,2,'1:pack:5:0:2','folder','member','bram.verlinden@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Bram Verlinden <bram.verlinden@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <df58ad19e5884eed83a8c1ac4a2806d8@zilverbeke.example.org>
List-Id: <meeting-pack.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<df58ad19e5884eed83a8c1ac4a2806d8@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.295894','2026-11-28 13:18:12.615576');
INSERT INTO "deliveries" VALUES(21,1,10,5,4,'1:pack:5:0:4','folder','member','joris.teugels@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Joris Teugels <joris.teugels@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <bbb81990bf2c4987b048a9bcc9ae9be5@zilverbeke.example.org>
List-Id: <meeting-pack.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<bbb81990bf2c4987b048a9bcc9ae9be5@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.295894','2026-11-28 13:18:12.616986');
INSERT INTO "deliveries" VALUES(22,1,10,5,1,'1:pack:5:0:1','folder','member','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <c377b34b6c4347fdb8e150e7dd93336c@zilverbeke.example.org>
List-Id: <meeting-pack.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<c377b34b6c4347fdb8e150e7dd93336c@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.295894','2026-11-28 13:18:12.636693');
INSERT INTO "deliveries" VALUES(23,1,10,5,5,'1:pack:5:0:5','folder','member','samira.kadour@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Samira Kadour <samira.kadour@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:12 +0000
Message-ID: <72d44585042448239116d202ecc02636@zilverbeke.example.org>
List-Id: <meeting-pack.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<72d44585042448239116d202ecc02636@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.295894','2026-11-28 13:18:12.656314');
INSERT INTO "deliveries" VALUES(24,1,12,6,1,'1:edition-not-ready:6:d3fe3bde3c39702e','folder','coordinator','lotte.wielemans@zilverbeke.example.org','From: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
To: Lotte Wielemans <lotte.wielemans@zilverbeke.example.org>
Reply-To: Gemeente Zilverbeke <duurzaamheid@zilverbeke.example.org>
Date: Sat, 28 Nov 2026 13:18:14 +0000
Message-ID: <13103539f25c4c419375e33e802e8904@zilverbeke.example.org>
List-Id: <edition-not-ready.zilverbeke.zilverbeke.example.org>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
','<13103539f25c4c419375e33e802e8904@zilverbeke.example.org>','sent','',1,NULL,NULL,NULL,'fec2c539-21de-465a-bab6-ce453c861243','2026-11-28 13:18:14.468940','2026-11-28 13:18:14.728405');
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
INSERT INTO "documents" VALUES(1,1,1,'owner-digest','2 acties vragen uw aandacht, de eerste: Ledverlichting in de gemeentelijke…','zilverbeke/2026-11-23/owner-digest-2-249a2e3d.eml','249a2e3dd11f996d1bbcf8720eb2051a708a9c82ecbb7aaf9dc1e5ff00b31d89','5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845');
INSERT INTO "documents" VALUES(2,1,1,'owner-digest','Ledverlichting in de gemeentelijke basisschool: over 7 dagen','zilverbeke/2026-11-23/owner-digest-3-bde412bc.eml','bde412bcb68c713d92273794bd07326f6b33bcdcb944ea2f829565e38819d3ad','5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845');
INSERT INTO "documents" VALUES(3,1,1,'owner-digest','3 acties vragen uw aandacht, de eerste: Drie dienstfietsen voor de buitendienst','zilverbeke/2026-11-23/owner-digest-4-0e8f8ca0.eml','0e8f8ca08347428b2a9538843bfb00594e7d3bc03fdeaf1b5df730c983f84cf6','5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845');
INSERT INTO "documents" VALUES(4,1,1,'owner-digest','3 acties vragen uw aandacht, de eerste: Milieucriteria in elk bestek voor schoonmaak','zilverbeke/2026-11-23/owner-digest-5-62caedef.eml','62caedef964b1a593558b086deb41aee479e855beaa9f6d070989959d3254051','5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.757845');
INSERT INTO "documents" VALUES(5,1,1,'coordinator-summary','Opvolging actieplan, week 48: 9 herinneringen, 4 punten vragen uw aandacht','zilverbeke/2026-11-23/coordinator-summary-2026-W48-7aaf7c2e.eml','7aaf7c2eb3a5dbfb242be7ca9579fa2f0feedbbbef7d788999ed60eb4c4d34bf','5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:06.268230');
INSERT INTO "documents" VALUES(6,1,2,'meeting-invitation','Uitnodiging: overleg van Deelgroep energie, dinsdag 8 december','zilverbeke/2026-11-23/meeting-invitation-energie-2026-12-31589047.eml','315890476b013c54bbd8037069729839024f6fd63e1e4bc34e77aeb181b67524','61228f51-a2ee-4faa-8b75-88e206554339','2026-11-28 13:18:07.906894');
INSERT INTO "documents" VALUES(7,1,3,'meeting-invitation','Uitnodiging: jaarlijks overleg van Kopgroep MVO, donderdag 10 december','zilverbeke/2026-11-23/meeting-invitation-kop-2026-12-f9d0568b.eml','f9d0568b78e4c9ac1962971de45b56d541e87d9e82c353cb94b5159252b53ddb','250ede1c-fa2e-4d7e-883a-32a8b9456503','2026-11-28 13:18:09.526405');
INSERT INTO "documents" VALUES(8,1,4,'meeting-invitation','Uitnodiging: overleg van Focusgroep duurzaamheid, woensdag 9 december','zilverbeke/2026-11-23/meeting-invitation-focus-2026-12-a992180a.eml','a992180a0a75cec8be9c3db3fd08578a1a4de6e53da3798f6e0614231c60a723','beb30cc2-9726-4ad2-9e16-c24efe9b5d5b','2026-11-28 13:18:11.130813');
INSERT INTO "documents" VALUES(9,1,5,'meeting-invitation','Uitnodiging: uitwisseling met andere gemeenten, vrijdag 27 november','zilverbeke/2026-11-23/meeting-invitation-zilverbeke-2026-11-394e7015.eml','394e701571056828e6f7a5475b9391a6f3f999f88ffa73c230cbfba9e3690ab3','beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.246390');
INSERT INTO "documents" VALUES(10,1,5,'meeting-pack','Stukken: uitwisseling met andere gemeenten, vrijdag 27 november','zilverbeke/2026-11-23/meeting-pack-zilverbeke-2026-11-0a7cc85b.eml','0a7cc85baf89f8c571d0063f3358052cc683d7fb625ade17c8d3ae96b396fac0','beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.295894');
INSERT INTO "documents" VALUES(11,1,NULL,'gate-report','Hoe concreet is het actieplan van Gemeente Zilverbeke? 13 van 16 acties','zilverbeke/2026-11-23/gate-report-7e92393d.html','7e92393d2c18c8d8b0b177e616fb2efaf51548a845d8c8e1be68cd6c13369ea3','2fca5973-6005-4ad3-9dd0-57a837f97809','2026-11-28 13:18:13.276080');
INSERT INTO "documents" VALUES(12,1,6,'edition-not-ready','Nog niet klaar: nieuwsbrief 4e kwartaal 2026, 4 punten om recht te zetten','zilverbeke/2026-11-23/edition-not-ready-2026-Q4-not-ready-75a7f03c.eml','75a7f03ccf7e295c4f8c651e717ed14ac7b322efddb95e4c46d546217f186165','fec2c539-21de-465a-bab6-ce453c861243','2026-11-28 13:18:14.468940');
CREATE TABLE edition_decisions (
	id INTEGER NOT NULL, 
	moment_id INTEGER NOT NULL, 
	verdict VARCHAR(40) NOT NULL, 
	text_hash VARCHAR(64) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	remark TEXT NOT NULL, 
	introduction TEXT NOT NULL, 
	silence TEXT NOT NULL, 
	media JSON NOT NULL, 
	decided_at DATETIME NOT NULL, 
	through VARCHAR(40) NOT NULL, 
	run_id VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_edition_decisions PRIMARY KEY (id), 
	CONSTRAINT fk_edition_decisions_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id)
);
CREATE TABLE edition_steps (
	id INTEGER NOT NULL, 
	moment_id INTEGER NOT NULL, 
	step VARCHAR(40) NOT NULL, 
	text_hash VARCHAR(64) NOT NULL, 
	day DATE NOT NULL, 
	done_at DATETIME NOT NULL, 
	run_id VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_edition_steps PRIMARY KEY (id), 
	CONSTRAINT fk_edition_steps_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT uq_edition_steps_moment_id_step_text_hash UNIQUE (moment_id, step, text_hash)
);
INSERT INTO "edition_steps" VALUES(1,6,'not-ready','d3fe3bde3c39702ed1e00470044689e528cacc2e99f541a24dfa713e5804b725','2026-11-23','2026-11-28 13:18:14.468940','fec2c539-21de-465a-bab6-ce453c861243');
CREATE TABLE editions (
	moment_id INTEGER NOT NULL, 
	since DATE NOT NULL, 
	until DATE NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	compiled JSON NOT NULL, 
	text_hash VARCHAR(64) NOT NULL, 
	waiting_run VARCHAR(60) NOT NULL, 
	told_through JSON NOT NULL, 
	CONSTRAINT pk_editions PRIMARY KEY (moment_id), 
	CONSTRAINT fk_editions_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id)
);
INSERT INTO "editions" VALUES(6,'2026-08-23','2026-11-23','not-ready','{"minder-e-03": "0676f59dbc4433176a9d285074cd6241726fa47181293ea5eecc5be5cd02bd43", "minder-m-02": "c0b169c65d436d1c74e036cc2f55a242f6f40a5b98be5b0671e95d250afcec74", "minder-a-01": "f909830c01d98a0f100adcad52d389c2f8d60ccadc82f0a59d803f066e59f659", "minder-m-03": "9120b10e2dc57e7d916d6b6679eb549c72484a78f0b709915bedc93f9cd089b7", "ook-minder": "f030ccd461f654f2b3c56d68063f3e9d66c2113a64ec78370c7c2c8154aee7d5", "nieuw-a-04": "5c6f3824d4bbd4581e82ab4e4d2ee94113ab621635edff7ce8cb63c4e9e30ca0", "nieuw-a-03": "cab7fbf3527b9a3aa365943317f899146c3dd4fd1f185327aca9998884545410", "nieuw-m-04": "59bd2fc9bacb5150563f1d6a53d3e5f635b4de9865f6f084d25b6c9bb10714b4", "nieuw-a-02": "bab0c81a6a813d4f7fdb2e3602bb8cba0f3d74951947b3f621e826d770b11e2b", "ook-nieuw": "b007310793c890743a76f6fa0037d9fc0a5e0248dcf57aa26d1be82ea172cf74", "ook-nieuw-intern": "fab8bc79af3dc507d08ff320249160091efbaf6589a49b775d801d73e80b11fa", "idee-i1": "abeaffdaa975c6bd99301fd2e39beb4bab235e20bbd9ff7f779c5b473461a2f4", "cijfers": "30268e476843b532ef0f4d4e597191b69ff7af0b07fd6689638664792c59bf64", "cijfers-intern": "80292cfaab6452c82b17e87c505f59900cdc4a7e8880870b9f6a1a2d6280017a", "agenda": "928e0cd73ab2aa0c88fb4787d02e043f18d000608721d5cac82429ab664d565e"}','d3fe3bde3c39702ed1e00470044689e528cacc2e99f541a24dfa713e5804b725','','[]');
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
INSERT INTO "gate_snapshots" VALUES(1,1,'2026-11-23','{"AANKOOP": {"A": 4, "B": 0, "C": 1, "D": 1}, "ENERGIE": {"A": 5, "B": 0, "C": 0, "D": 0}, "MOBILITEIT": {"A": 4, "B": 0, "C": 0, "D": 1}}','2026-11-28 13:18:13.276080',18,0);
CREATE TABLE group_members (
	group_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	CONSTRAINT pk_group_members PRIMARY KEY (group_id, person_id), 
	CONSTRAINT fk_group_members_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT fk_group_members_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "group_members" VALUES(5,3);
INSERT INTO "group_members" VALUES(5,4);
INSERT INTO "group_members" VALUES(3,1);
INSERT INTO "group_members" VALUES(3,4);
INSERT INTO "group_members" VALUES(3,7);
INSERT INTO "group_members" VALUES(2,1);
INSERT INTO "group_members" VALUES(2,2);
INSERT INTO "group_members" VALUES(2,3);
INSERT INTO "group_members" VALUES(2,8);
INSERT INTO "group_members" VALUES(1,1);
INSERT INTO "group_members" VALUES(1,2);
INSERT INTO "group_members" VALUES(1,4);
INSERT INTO "group_members" VALUES(1,5);
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
	interval_months INTEGER, meets_at TIME, meets_for INTEGER, meets_in VARCHAR(300) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_groups PRIMARY KEY (id), 
	CONSTRAINT fk_groups_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_groups_municipality_id_code UNIQUE (municipality_id, code)
);
INSERT INTO "groups" VALUES(1,1,'KOP','Kopgroep MVO','core','2025-12-10',12,NULL,NULL,'');
INSERT INTO "groups" VALUES(2,1,'ENERGIE','Deelgroep energie','sub','2026-06-08',6,NULL,NULL,'');
INSERT INTO "groups" VALUES(3,1,'MOBILITEIT','Deelgroep mobiliteit','sub','2026-06-28',6,NULL,NULL,'');
INSERT INTO "groups" VALUES(4,1,'AANKOOP','Deelgroep duurzaam aankopen','sub','2026-08-08',6,NULL,NULL,'');
INSERT INTO "groups" VALUES(5,1,'FOCUS','Focusgroep duurzaamheid','focus','2026-09-09',3,NULL,NULL,'');
CREATE TABLE ideas (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	text TEXT NOT NULL, 
	words_sha256 VARCHAR(64) NOT NULL, 
	theme VARCHAR(200) NOT NULL, 
	handed_in_on DATE NOT NULL, 
	person_id INTEGER, 
	handed_in_by VARCHAR(200) NOT NULL, 
	public BOOLEAN NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	action_id INTEGER, 
	answer TEXT NOT NULL, 
	answered_on DATE, 
	through VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_ideas PRIMARY KEY (id), 
	CONSTRAINT fk_ideas_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_ideas_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT fk_ideas_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_ideas_municipality_id_code UNIQUE (municipality_id, code), 
	CONSTRAINT uq_ideas_municipality_id_words_sha256 UNIQUE (municipality_id, words_sha256)
);
INSERT INTO "ideas" VALUES(1,1,'I1','Het licht in de sporthal na 22.30 uur vanzelf laten doven','c887fc5aad9c56782ebda8a84698e30e85a139cdcf52b26e2effb30c6ae2dba8','Energie','2026-09-09',3,'',1,'later',NULL,'Eerst zien wat de ledlampen in de basisschool opbrengen.','2026-11-23','import ideeenbus.csv');
INSERT INTO "ideas" VALUES(2,1,'I2','Eén leenkast met gereedschap voor alle diensten','da342a6935490d69cd807910884037ce4dcec55ba6edd801f23ab3a99bb6da8a','Duurzaam aankopen','2026-10-14',NULL,'',1,'new',NULL,'',NULL,'import ideeenbus.csv');
INSERT INTO "ideas" VALUES(3,1,'I3','De bloembakken aan het gemeentehuis begieten met regenwater','2876ec4b9d0657e53b04d8a48f40f184c647b9b5d39c5fdef49a8ce76097f8d1','Water','2026-11-02',NULL,'Rik van de groendienst',1,'new',NULL,'',NULL,'import ideeenbus.csv');
INSERT INTO "ideas" VALUES(4,1,'I4','Vergaderingen elders laten beginnen als de trein er is','bdc3d1cf66b8623650c4b733bdb3a772fe2c7badbb4ebf8be1f0332b010ba85a','Mobiliteit','2026-11-17',6,'',0,'new',NULL,'',NULL,'import ideeenbus.csv');
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
CREATE TABLE meeting_steps (
	id INTEGER NOT NULL, 
	moment_id INTEGER NOT NULL, 
	step VARCHAR(40) NOT NULL, 
	round INTEGER NOT NULL, 
	outcome VARCHAR(40) NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	day DATE NOT NULL, 
	done_at DATETIME NOT NULL, 
	run_id VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_meeting_steps PRIMARY KEY (id), 
	CONSTRAINT fk_meeting_steps_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT uq_meeting_steps_moment_id_step_round UNIQUE (moment_id, step, round)
);
INSERT INTO "meeting_steps" VALUES(1,2,'invitation',0,'done','','2026-11-23','2026-11-28 13:18:07.906894','61228f51-a2ee-4faa-8b75-88e206554339');
INSERT INTO "meeting_steps" VALUES(2,3,'invitation',0,'done','','2026-11-23','2026-11-28 13:18:09.526405','250ede1c-fa2e-4d7e-883a-32a8b9456503');
INSERT INTO "meeting_steps" VALUES(3,4,'invitation',0,'done','','2026-11-23','2026-11-28 13:18:11.130813','beb30cc2-9726-4ad2-9e16-c24efe9b5d5b');
INSERT INTO "meeting_steps" VALUES(4,5,'invitation',0,'done','','2026-11-23','2026-11-28 13:18:12.246390','beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8');
INSERT INTO "meeting_steps" VALUES(5,5,'pack',0,'done','','2026-11-23','2026-11-28 13:18:12.295894','beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8');
CREATE TABLE meetings (
	moment_id INTEGER NOT NULL, 
	group_id INTEGER, 
	starts_at TIME NOT NULL, 
	minutes INTEGER NOT NULL, 
	place VARCHAR(300) NOT NULL, 
	uid VARCHAR(200) NOT NULL, 
	sequence INTEGER NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	moved_on DATE, 
	moves JSON NOT NULL, 
	cancelled_because VARCHAR(500) NOT NULL, 
	minuted_on DATE, 
	CONSTRAINT pk_meetings PRIMARY KEY (moment_id), 
	CONSTRAINT fk_meetings_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT fk_meetings_moment_id FOREIGN KEY(moment_id) REFERENCES moments (id), 
	CONSTRAINT uq_meetings_uid UNIQUE (uid)
);
INSERT INTO "meetings" VALUES(2,2,'14:00:00.000000',90,'','43230630-ae45-595e-a8ec-44dfae8de358@terugkom',0,'planned',NULL,'[]','',NULL);
INSERT INTO "meetings" VALUES(3,1,'14:00:00.000000',90,'','7744be9d-13d3-5509-96db-fd0a04b9496b@terugkom',0,'planned',NULL,'[]','',NULL);
INSERT INTO "meetings" VALUES(4,5,'14:00:00.000000',90,'','a7e2e390-2b3f-59c5-be0c-f166507391fe@terugkom',0,'planned',NULL,'[]','',NULL);
INSERT INTO "meetings" VALUES(5,NULL,'14:00:00.000000',90,'','e15963b2-a3c5-532e-ac2c-65a6b38abfd5@terugkom',0,'planned',NULL,'[]','',NULL);
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
INSERT INTO "moments" VALUES(1,1,'owner-reminders','','2026-W48','2026-11-23','done','5926bb1c-3302-421f-98d3-a7e1712f112a','2026-11-28 13:18:04.609716','2026-11-28 13:18:06.483240');
INSERT INTO "moments" VALUES(2,1,'subgroup-review','ENERGIE','2026-12','2026-12-08','open','61228f51-a2ee-4faa-8b75-88e206554339','2026-11-28 13:18:07.847676',NULL);
INSERT INTO "moments" VALUES(3,1,'core-group-review','KOP','2026-12','2026-12-10','open','250ede1c-fa2e-4d7e-883a-32a8b9456503','2026-11-28 13:18:09.314123',NULL);
INSERT INTO "moments" VALUES(4,1,'focus-group-review','FOCUS','2026-12','2026-12-09','open','beb30cc2-9726-4ad2-9e16-c24efe9b5d5b','2026-11-28 13:18:11.003475',NULL);
INSERT INTO "moments" VALUES(5,1,'peer-exchange','zilverbeke','2026-11','2026-11-27','open','beb07016-f0c2-4079-bb7b-ef1e1ef4d5c8','2026-11-28 13:18:12.199924',NULL);
INSERT INTO "moments" VALUES(6,1,'newsletter','zilverbeke','2026-Q4','2026-11-23','open','fec2c539-21de-465a-bab6-ce453c861243','2026-11-28 13:18:14.083285',NULL);
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
	peer_anchor DATE, 
	peer_interval_months INTEGER, 
	media JSON DEFAULT '{}' NOT NULL, 
	chief_id INTEGER, 
	CONSTRAINT pk_municipalities PRIMARY KEY (id), 
	CONSTRAINT uq_municipalities_slug UNIQUE (slug), 
	CONSTRAINT fk_municipalities_coordinator_id FOREIGN KEY(coordinator_id) REFERENCES people (id), 
	CONSTRAINT fk_municipalities_chief_id FOREIGN KEY(chief_id) REFERENCES people (id)
);
INSERT INTO "municipalities" VALUES(1,'zilverbeke','Gemeente Zilverbeke','nl','duurzaamheid@zilverbeke.example.org','duurzaamheid@zilverbeke.example.org',1,1,'{}','{}','2025-11-27',NULL,'{}',NULL);
CREATE TABLE open_points (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	group_id INTEGER, 
	action_id INTEGER, 
	text TEXT NOT NULL, 
	raised_moment_id INTEGER NOT NULL, 
	put_off INTEGER NOT NULL, 
	closed_moment_id INTEGER, 
	CONSTRAINT pk_open_points PRIMARY KEY (id), 
	CONSTRAINT fk_open_points_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_open_points_closed_moment_id FOREIGN KEY(closed_moment_id) REFERENCES moments (id), 
	CONSTRAINT fk_open_points_group_id FOREIGN KEY(group_id) REFERENCES groups (id), 
	CONSTRAINT fk_open_points_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT fk_open_points_raised_moment_id FOREIGN KEY(raised_moment_id) REFERENCES moments (id)
);
CREATE TABLE ownerships (
	action_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	CONSTRAINT pk_ownerships PRIMARY KEY (action_id, person_id), 
	CONSTRAINT fk_ownerships_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_ownerships_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "ownerships" VALUES(1,2);
INSERT INTO "ownerships" VALUES(2,2);
INSERT INTO "ownerships" VALUES(2,3);
INSERT INTO "ownerships" VALUES(3,3);
INSERT INTO "ownerships" VALUES(4,2);
INSERT INTO "ownerships" VALUES(5,8);
INSERT INTO "ownerships" VALUES(6,2);
INSERT INTO "ownerships" VALUES(7,4);
INSERT INTO "ownerships" VALUES(8,4);
INSERT INTO "ownerships" VALUES(9,4);
INSERT INTO "ownerships" VALUES(10,7);
INSERT INTO "ownerships" VALUES(11,4);
INSERT INTO "ownerships" VALUES(12,5);
INSERT INTO "ownerships" VALUES(13,6);
INSERT INTO "ownerships" VALUES(15,5);
INSERT INTO "ownerships" VALUES(16,5);
INSERT INTO "ownerships" VALUES(17,5);
INSERT INTO "ownerships" VALUES(18,6);
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
CREATE TABLE readers (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	person_id INTEGER, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	started_on DATE, 
	departed_on DATE, 
	unsubscribed_on DATE, 
	bounced_on DATE, 
	reason VARCHAR(500) NOT NULL, 
	imported_at DATETIME, 
	resumed_at DATETIME, 
	CONSTRAINT pk_readers PRIMARY KEY (id), 
	CONSTRAINT fk_readers_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT fk_readers_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_readers_municipality_id_email UNIQUE (municipality_id, email)
);
CREATE TABLE "reminders" (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	deadline DATE NOT NULL, 
	stage INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	delivery_id INTEGER NOT NULL, 
	passed_over VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_reminders PRIMARY KEY (id), 
	CONSTRAINT fk_reminders_action_id FOREIGN KEY(action_id) REFERENCES actions (id), 
	CONSTRAINT fk_reminders_delivery_id FOREIGN KEY(delivery_id) REFERENCES deliveries (id), 
	CONSTRAINT uq_reminders_action_id_deadline_stage_person_id UNIQUE (action_id, deadline, stage, person_id), 
	CONSTRAINT fk_reminders_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "reminders" VALUES(1,2,'2026-11-30',-7,2,1,'-30');
INSERT INTO "reminders" VALUES(2,1,'2026-12-23',-30,2,1,'');
INSERT INTO "reminders" VALUES(3,2,'2026-11-30',-7,3,2,'-30');
INSERT INTO "reminders" VALUES(4,8,'2026-11-02',21,4,3,'-30,-7,0,7');
INSERT INTO "reminders" VALUES(5,7,'2026-11-23',0,4,3,'-30,-7');
INSERT INTO "reminders" VALUES(6,11,'2026-11-30',-7,4,3,'-30');
INSERT INTO "reminders" VALUES(7,12,'2026-11-16',7,5,5,'-30,-7,0');
INSERT INTO "reminders" VALUES(8,13,'2026-11-30',-7,6,5,'-30');
INSERT INTO "reminders" VALUES(9,17,'2026-12-21',-30,5,5,'');
CREATE TABLE shared_actions (
	id INTEGER NOT NULL, 
	municipality_id INTEGER NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	code VARCHAR(60) NOT NULL, 
	title VARCHAR(500) NOT NULL, 
	theme VARCHAR(200) NOT NULL, 
	sdgs VARCHAR(100) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	worked TEXT NOT NULL, 
	did_not_work TEXT NOT NULL, 
	took_days INTEGER, 
	imported_at DATETIME NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_shared_actions PRIMARY KEY (id), 
	CONSTRAINT fk_shared_actions_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipalities (id), 
	CONSTRAINT uq_shared_actions_municipality_id_source_code UNIQUE (municipality_id, source, code)
);
INSERT INTO "shared_actions" VALUES(1,1,'Stad Kouterdijk','12','Overdekte fietsplaatsen aan school en station','Mobiliteit','11','done','Eerst twee weken tellen waar fietsen staan, dan pas plaatsen.','De aannemer kwam in de examens: klachten van de school.',210,'2026-11-28 13:17:20.859646','785b2a8efd758a280350158738969d0965f8b7425afc07fff26710353dba61a0');
INSERT INTO "shared_actions" VALUES(2,1,'Stad Kouterdijk','15','Dienstfietsen voor thuiszorg en buitendienst','Mobiliteit','11; 13','done','Leasen met onderhoud: geen fiets staat nog stuk.','',95,'2026-11-28 13:17:20.859646','785b2a8efd758a280350158738969d0965f8b7425afc07fff26710353dba61a0');
INSERT INTO "shared_actions" VALUES(3,1,'Stad Kouterdijk','18','Schoolstraten in het centrum','Mobiliteit','11','running','','',NULL,'2026-11-28 13:17:20.859646','785b2a8efd758a280350158738969d0965f8b7425afc07fff26710353dba61a0');
INSERT INTO "shared_actions" VALUES(4,1,'Stad Kouterdijk','21','Gebouwen van de stad isoleren','Energie','7; 13','running','','',NULL,'2026-11-28 13:17:20.859646','785b2a8efd758a280350158738969d0965f8b7425afc07fff26710353dba61a0');
INSERT INTO "shared_actions" VALUES(5,1,'Stad Kouterdijk','24','Zonnepanelen op vier scholen','Energie','7','planned','','',NULL,'2026-11-28 13:17:20.859646','785b2a8efd758a280350158738969d0965f8b7425afc07fff26710353dba61a0');
INSERT INTO "shared_actions" VALUES(6,1,'Stad Kouterdijk','31','Ecolabel voor alle reinigingsmiddelen','Duurzaam aankopen','12','done','','Een verbod zonder uitleg: poetsploegen kochten zelf bij.',160,'2026-11-28 13:17:20.859646','785b2a8efd758a280350158738969d0965f8b7425afc07fff26710353dba61a0');
INSERT INTO "shared_actions" VALUES(7,1,'Stad Kouterdijk','40','Geveltuinen met bewoners','Groen','11; 15','done','','',120,'2026-11-28 13:17:20.859646','785b2a8efd758a280350158738969d0965f8b7425afc07fff26710353dba61a0');
CREATE INDEX ix_documents_moment_id ON documents (moment_id);
CREATE INDEX ix_group_members_person_id ON group_members (person_id);
CREATE INDEX ix_action_changes_action_id ON action_changes (action_id);
CREATE INDEX ix_indicators_action_id ON indicators (action_id);
CREATE INDEX ix_ownerships_person_id ON ownerships (person_id);
CREATE INDEX ix_gate_acceptances_action_id ON gate_acceptances (action_id);
CREATE INDEX ix_agenda_points_moment ON agenda_points (moment_id);
CREATE UNIQUE INDEX uq_agenda_points_text ON agenda_points (action_id, reason, text_sha256) WHERE deadline IS NULL;
CREATE INDEX ix_attendances_person_id ON attendances (person_id);
CREATE INDEX ix_decisions_action_id ON decisions (action_id);
CREATE INDEX ix_open_points_action_id ON open_points (action_id);
CREATE INDEX ix_open_points_open ON open_points (municipality_id, group_id, closed_moment_id);
CREATE INDEX ix_deliveries_waiting ON deliveries (state, channel, attempts, id);
CREATE INDEX ix_deliveries_moment_id ON deliveries (moment_id);
CREATE INDEX ix_reminders_delivery ON reminders (delivery_id);
CREATE INDEX ix_actions_next_step ON actions (municipality_id, next_step_on);
CREATE INDEX ix_edition_decisions_moment_id ON edition_decisions (moment_id);
CREATE INDEX ix_readers_person_id ON readers (person_id);
CREATE INDEX ix_confirmations_version ON confirmations (version);
COMMIT;
